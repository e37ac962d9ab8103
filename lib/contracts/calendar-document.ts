/** The calendar file of one signing, in the reader's language. */
import type { Actor } from '@/lib/platform/actor'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { calendarFile } from './calendar-file'
import { signingTable } from './queries'

/** A person takes about this long to be explained to and to sign; a signing is at least an hour. */
const MINUTES_A_PERSON = 20

export async function signingCalendar(actor: Actor, input: { sessionId: string }): Promise<Response> {
  const s = await signingTable(actor, input)
  const t = await translatorFor(actor.locale)
  const ics = calendarFile({
    uid: `${s.id}@${actor.bankCode.toLowerCase()}.fangshi`,
    startsAt: s.startsAt,
    minutes: Math.max(60, s.persons.length * MINUTES_A_PERSON),
    title: `${t('contracts.screen.table')} ${s.group ? `${s.group.code} ${s.group.name}` : s.batch.code}`,
    place: s.place,
    description: [
      `${s.batch.code} ${s.batch.market.name}`,
      `${s.rm} / ${s.contractOfficer}`,
      ...s.persons.map((p) => p.name),
    ].join('\n'),
    stamp: new Date(),
    sequence: s.version,
    cancelled: s.state === 'CANCELLED',
  })
  return new Response(ics, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="signing-${s.batch.code}.ics"`,
      'cache-control': 'private, no-store',
    },
  })
}
