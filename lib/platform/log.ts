/** Structured logs to stdout. Personal data and secrets never go in: ids only; the redaction below is the second lock. */
import pino from 'pino'

export const log = pino({
  level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'fatal' : 'info'),
  base: { service: process.env.FANGSHI_PROCESS ?? 'web' },
  redact: {
    paths: [
      '*.password',
      '*.token',
      '*.secret',
      '*.authorization',
      '*.cookie',
      '*.idNo',
      '*.ownerIdNo',
      '*.spouseIdNo',
      '*.phone',
      '*.name',
      '*.ownerName',
      'headers',
      '*.headers',
      'input',
      '*.input',
    ],
    censor: '[redacted]',
  },
})
