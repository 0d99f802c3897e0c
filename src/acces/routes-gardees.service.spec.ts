import { Controller, Get, Post } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Autorise, Ouvert } from './autorise.decorator.js';
import { politique } from './politique.js';
import { RoutesGardees } from './routes-gardees.service.js';

@Controller('gardee')
class Gardee {
  @Get()
  @Autorise(politique('essai.lire', { demandeur: ['titulaire'] }))
  lire(): void {}

  aide(): void {}
}

@Ouvert()
@Controller('ouverte')
class Ouverte {
  @Get()
  lire(): void {}
}

@Controller('oubliee')
class Oubliee {
  @Get()
  @Autorise(politique('essai.lire', {}))
  lire(): void {}

  @Post(':id')
  ecrire(): void {}
}

@Controller('heritiere')
class Heritiere extends Oubliee {}

const demarrer = async (...controllers: (new () => object)[]): Promise<void> => {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers,
    providers: [RoutesGardees],
  }).compile();
  await module.init();
};

describe('a route without a policy', () => {
  it('refuses to start, and is named', async () => {
    await expect(demarrer(Gardee, Oubliee)).rejects.toThrow('Routes sans politique d’accès : Oubliee.ecrire');
  });

  it('is found in an inherited controller too', async () => {
    await expect(demarrer(Heritiere)).rejects.toThrow('Heritiere.ecrire');
  });

  it('is none when every route says who may, or that it is open', async () => {
    await expect(demarrer(Gardee, Ouverte)).resolves.toBeUndefined();
  });
});
