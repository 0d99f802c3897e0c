import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** A whole document, every value escaped. */
export const rendre = (page: VNode): string => `<!doctype html>${render(page)}`;
