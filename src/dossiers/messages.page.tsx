import { Controller, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Autorise, Cadre, identifiant, Moi, PageHtml, type SujetConnecte } from '../acces/index.js';
import type { Message } from '../messagerie/index.js';
import { enInstant } from '../referentiel/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { tenirDossier } from './dossier.policy.js';
import { MonDossier } from './mon-dossier.service.js';

const boite = (contexte: Contexte, messages: readonly Message[]) => (
  <Page titre="Messages" contexte={contexte}>
    <h1>Messages</h1>
    {messages.length === 0 ? (
      <p>
        Vous n’avez pas de message. Les accusés de réception de vos pièces arriveront ici ;{' '}
        <a href="/dossier/depot">déposez une première pièce</a>.
      </p>
    ) : (
      <ul class="dun-liste" id="messages">
        {messages.map(({ id, objet, deposeLe, luLe }) => (
          <li class="dun-carte">
            <h2 class="fr-h6 fr-mb-1v">
              <a href={`/messages/${id}`}>{objet}</a>
            </h2>
            <p class="dun-ligne fr-mb-0">
              {!luLe && <span class="fr-badge fr-badge--new fr-badge--no-icon">Non lu</span>}
              <span class="fr-text--sm">{enInstant(deposeLe)}</span>
            </p>
          </li>
        ))}
      </ul>
    )}
  </Page>
);

const message = (contexte: Contexte, { objet, texte, deposeLe }: Message) => (
  <Page titre={objet} contexte={contexte}>
    <p>
      <a class="fr-link" href="/messages">
        Messages
      </a>
    </p>
    <h1>{objet}</h1>
    <p class="fr-text--sm">Reçu le {enInstant(deposeLe)}</p>
    {texte.split('\n\n').map((paragraphe) => (
      <p class="dun-texte">{paragraphe}</p>
    ))}
    <p>
      <a class="fr-btn fr-btn--secondary" href="/dossier">
        Voir mon dossier
      </a>
    </p>
  </Page>
);

/** The message box of the person; opening a message is reading it. */
@ApiExcludeController()
@Controller('messages')
export class MessagesPage {
  constructor(private readonly monDossier: MonDossier) {}

  @PageHtml('')
  @Autorise(tenirDossier)
  async lister(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte): Promise<string> {
    return rendre(boite(contexte, await this.monDossier.messages(sujet)));
  }

  @PageHtml(':id')
  @Autorise(tenirDossier)
  async ouvrir(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte, @Param('id') id: string): Promise<string> {
    return rendre(message(contexte, await this.monDossier.message(sujet, identifiant(id))));
  }
}
