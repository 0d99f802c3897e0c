import { NestFactory } from '@nestjs/core';
import type { NestContainer } from '@nestjs/core/injector/container.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PAGE } from '../../src/acces/index.js';
import { WebModule } from '../../src/app.module.js';
import { createAdapter } from '../../src/platform/http/index.js';

interface Preview {
  readonly container: NestContainer;
}

/** Every page of the site, read from the application itself (nothing is started nor reached). */
export const pagesDuSite = async (): Promise<string[]> => {
  const app = await NestFactory.create<NestFastifyApplication>(WebModule, await createAdapter({ trustProxy: 0 }), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const { container } = app as unknown as Preview;
  const controleurs = [...container.getModules().values()].flatMap(({ controllers }) => [...controllers.values()]);
  return controleurs.flatMap(({ metatype }) => {
    const prefixe = (Reflect.getMetadata('path', metatype as object) as string | undefined) ?? '';
    const prototype = (metatype as { prototype: Record<string, unknown> }).prototype;
    return Object.getOwnPropertyNames(prototype).flatMap((nom) => {
      const acte = Object.getOwnPropertyDescriptor(prototype, nom)?.value as object | undefined;
      const chemin = typeof acte === 'function' ? (Reflect.getMetadata(PAGE, acte) as string | undefined) : undefined;
      return chemin === undefined
        ? []
        : [
            `/${[prefixe, chemin]
              .map((bout) => bout.replaceAll(/^\/|\/$/g, ''))
              .filter(Boolean)
              .join('/')}`,
          ];
    });
  });
};
