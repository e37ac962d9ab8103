/**
 * One step of one instruction: claim it, hand it over when the claim says so, and write down what is known. A process that
 * dies anywhere in between leaves the message SENDING; whoever comes next asks the core and hands nothing over.
 */
import type { Actor } from '@/lib/platform/actor'
import { log } from '@/lib/platform/log'
import { type TransferChannel, transferChannel } from './channel'
import { claimTransfer, importCoreMessage, recordTransfer } from './commands'

type Sent = { ok: true; act: 'SEND' | 'ASK' | 'NONE' } | { ok: false; code: string }

export async function sendTransfer(
  actor: Actor,
  id: string,
  channel: TransferChannel = transferChannel(actor.bankCode),
): Promise<Sent> {
  const claimed = await claimTransfer(actor, { id })
  if (!claimed.ok) return { ok: false, code: claimed.error.code }
  const { act, messageId, content } = claimed.value
  if (act === 'NONE') return { ok: true, act }
  if (act === 'SEND') {
    try {
      await channel.send(messageId, content)
    } catch (err) {
      // Not known whether it arrived: the enquiry says.
      log.warn({ messageId, err }, 'handing over a transfer failed; the core is asked')
    }
  }
  const found = await channel.enquire(messageId)
  const recorded = await recordTransfer(actor, {
    id,
    known: found.known,
    ...(found.known === 'ANSWERED' ? { answer: found.answer } : {}),
  })
  return recorded.ok ? { ok: true, act } : { ok: false, code: recorded.error.code }
}

/** Takes every answer that has come in. One that cannot be read stays where it is and is told in the log. */
export async function fetchAnswers(
  actor: Actor,
  channel: TransferChannel = transferChannel(actor.bankCode),
): Promise<number> {
  let taken = 0
  for (const answer of await channel.answers()) {
    const done = await importCoreMessage(actor, { xml: answer.content })
    if (!done.ok) {
      log.error(
        { file: answer.name, code: done.error.code, params: done.error.params },
        'an answer of the core was not taken',
      )
      continue
    }
    await answer.done()
    taken++
  }
  return taken
}
