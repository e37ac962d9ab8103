/**
 * What an e-mail says: how much of what kind is open, and where to look. No name, no amount, no number of a merchant or a
 * loan: an e-mail lies on servers that are not the bank's own.
 */
import type { Locale } from '@/lib/platform/i18n/locale'
import { translatorFor } from '@/lib/platform/i18n/translator'

export type KindCount = { kind: string; count: number }

export async function letterText(
  locale: Locale,
  bankName: string,
  link: string,
  what:
    | { kind: 'AT_ONCE' | 'DIGEST'; counts: readonly KindCount[] }
    | { kind: 'TEST' }
    | { kind: 'REPORT'; name: string },
): Promise<{ subject: string; text: string }> {
  const t = await translatorFor(locale)
  const home = link.replace(/\/$/, '')
  const end = [
    '',
    t('notices.mail.open', { link: `${home}/notifications` }),
    t('notices.mail.settings', { link: `${home}/notifications?tab=settings` }),
    '',
    bankName,
  ]
  if (what.kind === 'TEST')
    return {
      subject: t('notices.mail.testSubject', { bank: bankName }),
      text: [t('notices.mail.testBody'), ...end].join('\n'),
    }
  if (what.kind === 'REPORT')
    return {
      subject: t('notices.mail.reportSubject', { name: what.name, bank: bankName }),
      text: [t('notices.mail.reportBody', { name: what.name }), ...end].join('\n'),
    }
  const total = what.counts.reduce((n, c) => n + c.count, 0)
  const lines = what.counts.map((c) => t('notices.mail.line', { kind: t(`desk.today.kind.${c.kind}`), count: c.count }))
  const key = what.kind === 'DIGEST' ? 'digest' : 'now'
  return {
    subject: t(`notices.mail.${key}Subject`, { count: total, bank: bankName }),
    text: [t(`notices.mail.${key}Body`), '', ...lines, ...end].join('\n'),
  }
}
