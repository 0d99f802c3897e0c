// Each island mends one thing that a page without JavaScript already does; see the files it imports.
import './echeance.js';
import './depot.js';
import './suivi.js';
