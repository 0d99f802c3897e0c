import { LoggerModule } from 'nestjs-pino';
import { processConfig } from '../config/index.js';

interface Loggable {
  id: string;
  method: string;
  url: string;
}

/**
 * Structured logs without personal data (ASVS 16.2.5): of a request only its id, method and path without query; no
 * header, no body, no address. Errors keep type, code and stack, not the parameters of a failed SQL query.
 */
export const loggingModule = () =>
  LoggerModule.forRoot({
    pinoHttp: {
      level: processConfig.read().LOG_LEVEL,
      base: null,
      genReqId: (request) => request.id,
      serializers: {
        req: ({ id, method, url }: Loggable) => ({ id, method, chemin: url.split('?')[0] }),
        res: ({ statusCode }: { statusCode: number }) => ({ statut: statusCode }),
        err: withoutPersonalData,
      },
      autoLogging: { ignore: (request) => Boolean(request.url?.includes('/sante/')) },
    },
  });

const withoutPersonalData = (error: {
  name?: string;
  code?: unknown;
  stack?: string;
  driverError?: { code?: unknown };
}) => ({
  type: error.name,
  code: error.code ?? error.driverError?.code,
  pile: error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 12)
    .join('\n'),
});
