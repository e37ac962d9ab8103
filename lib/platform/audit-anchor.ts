/**
 * The head of each bank's audit chain, kept outside the database once a day: a signed file that is never written again,
 * and a copy to the bank's own store when one is named. A cut or rewritten end of the trail, with its head moved back,
 * is sound in itself; it shows only against a head that somebody else kept.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from './actor'
import { keyFor } from './auth/secrets'
import { civilDate } from './dates'
import { log } from './log'
import { installationRoot } from './root'
import { type BankRow, withTenant } from './tenant'
import { canonicalJson } from './wire'

export type Anchor = {
  bank: string
  bankId: string
  day: string
  at: string
  /** number and hash of the trail's last row at that instant */
  seq: string
  head: string
  /** hash of the anchor file before it: the files form a chain too */
  previous: string | null
  /** base64 of the Ed25519 public key (SPKI) and of the signature over everything above */
  publicKey: string
  signature: string
}

/** PKCS #8 wrapping of a raw Ed25519 seed. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

function signingKey() {
  const key = createPrivateKey({ key: Buffer.concat([ED25519, keyFor('audit-anchor')]), format: 'der', type: 'pkcs8' })
  return { key, publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64') }
}

export function anchorFolder(): string {
  const data = process.env.FANGSHI_DATA ?? join(installationRoot(), '.data')
  return process.env.FANGSHI_ANCHORS ?? join(/* turbopackIgnore: true */ data, 'anchors')
}

async function anchorFiles(bank: { code: string }): Promise<string[]> {
  const folder = join(anchorFolder(), bank.code)
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((n) => /^\d{4}-\d{2}-\d{2}\.json$/.test(n))
    .sort()
    .map((n) => join(folder, n))
}

/** Keeps today's head unless it is kept already; answers the new anchor or null. An empty trail has nothing to keep. */
export async function keepAnchor(bank: BankRow, now = new Date()): Promise<Anchor | null> {
  const day = civilDate(now).toString()
  const files = await anchorFiles(bank)
  if (files.at(-1)?.endsWith(`${day}.json`)) return null
  const head = await withTenant(
    { bankId: bank.id, partyId: null },
    (tx) => tx.auditHead.findUnique({ where: { bankId: bank.id } }),
    { readOnly: true },
  )
  if (!head || head.seq === 0n) return null
  const last = files.at(-1)
  const { key, publicKey } = signingKey()
  const body = {
    bank: bank.code,
    bankId: bank.id,
    day,
    at: now.toISOString(),
    seq: head.seq.toString(),
    head: head.hash,
    previous: last
      ? createHash('sha256')
          .update(await readFile(last))
          .digest('hex')
      : null,
    publicKey,
  }
  const anchor: Anchor = { ...body, signature: sign(null, Buffer.from(canonicalJson(body)), key).toString('base64') }
  const folder = join(anchorFolder(), bank.code)
  await mkdir(folder, { recursive: true })
  const text = `${JSON.stringify(anchor, null, 2)}\n`
  try {
    await writeFile(join(folder, `${day}.json`), text, { flag: 'wx', mode: 0o444 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null
    throw error
  }
  await sendAway(anchor, text)
  return anchor
}

/** A copy to the bank's own store. When it cannot be reached the file stays, and the log says so. */
async function sendAway(anchor: Anchor, text: string): Promise<void> {
  const url = process.env.FANGSHI_ANCHOR_URL
  if (!url) return
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
      signal: AbortSignal.timeout(10_000),
    })
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
  } catch (err) {
    log.error({ err, bank: anchor.bank, day: anchor.day }, 'the anchor of the audit trail could not be sent away')
  }
}

export type AnchorVerdict = {
  /** anchors that were compared with the trail */
  compared: number
  /** the first day whose anchor does not fit the trail, the file before it, or our key */
  wrongDay: string | null
}

/** Compares every kept anchor with the trail as it is now. */
export async function compareAnchors(actor: Actor): Promise<AnchorVerdict> {
  const files = await anchorFiles({ code: actor.bankCode })
  const { publicKey } = signingKey()
  let previous: string | null = null
  let compared = 0
  for (const file of files) {
    const text = await readFile(file)
    const day = file.slice(-15, -5)
    const fits = await fitsTrail(actor, text, previous, publicKey)
    if (!fits) return { compared, wrongDay: day }
    compared++
    previous = createHash('sha256').update(text).digest('hex')
  }
  return { compared, wrongDay: null }
}

async function fitsTrail(actor: Actor, text: Buffer, previous: string | null, publicKey: string): Promise<boolean> {
  let anchor: Anchor
  try {
    anchor = JSON.parse(text.toString('utf8')) as Anchor
  } catch {
    return false
  }
  const { signature, ...body } = anchor
  if (anchor.previous !== previous || anchor.publicKey !== publicKey || anchor.bankId !== actor.bankId) return false
  const spki = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  if (!verify(null, Buffer.from(canonicalJson(body)), spki, Buffer.from(signature, 'base64'))) return false
  const row = await withTenant(
    actor,
    (tx) =>
      tx.auditEvent.findFirst({ where: { bankId: actor.bankId, seq: BigInt(anchor.seq) }, select: { hash: true } }),
    { readOnly: true },
  )
  return row?.hash === anchor.head
}

const kept = new Map<string, string>()

/** Called by the worker at every turn: once a day and bank it keeps the head. */
export async function keepAnchorDaily(bank: BankRow): Promise<void> {
  const day = civilDate(new Date()).toString()
  if (kept.get(bank.id) === day) return
  const folderHolds = (await anchorFiles(bank)).at(-1)?.endsWith(`${day}.json`)
  if (folderHolds || (await keepAnchor(bank))) kept.set(bank.id, day)
}
