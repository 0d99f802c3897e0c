import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { OUVERT, POLITIQUE } from './autorise.decorator.js';

/** Refuses to start when a route has no policy: forgetting one must not be possible. */
@Injectable()
export class RoutesGardees implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const nues = this.discovery.getControllers().flatMap(({ metatype, name }) => {
      if (!metatype || this.reflector.get(OUVERT, metatype)) return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((methode) => ({ methode, route: prototype[methode] }))
        .filter(({ route }) => route && Reflect.hasMetadata('path', route))
        .filter(({ route }) => route && !Reflect.hasMetadata(POLITIQUE, route) && !Reflect.hasMetadata(OUVERT, route))
        .map(({ methode }) => `${name}.${methode}`);
    });
    if (nues.length > 0) throw new Error(`Routes sans politique d’accès : ${nues.join(', ')}`);
  }
}
