/**
 * One e-mail handed to the bank's server. It is known whether the text was already on its way when something went wrong:
 * before that a try can be repeated, after that it could come twice.
 */
import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailOutcome } from './rules'

export type SmtpServer = {
  host: string
  port: number
  security: string
  username: string | null
  password: string | null
}

export type Letter = {
  from: string
  to: string
  subject: string
  text: string
  /** the same for every try, so that a mail system can tell a repetition */
  messageId: string
  language: string
  attachment?: { filename: string; contentType: string; content: Buffer }
}

const TIMEOUT_MS = 15_000

type SmtpError = { code?: string; responseCode?: number; command?: string }

export async function handOver(server: SmtpServer, letter: Letter): Promise<MailOutcome> {
  const raw = await compose(letter)
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.security === 'TLS',
    requireTLS: server.security === 'STARTTLS',
    ignoreTLS: server.security === 'NONE',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    socketCloseTimeout: 1_000,
    // the text of a letter never goes to a log
    logger: false,
  })
  let handing = false
  const message = new Readable({
    read() {
      handing = true
      this.push(raw)
      this.push(null)
    },
  })
  try {
    await new Promise<void>((done, fail) => {
      connection.once('error', fail)
      connection.connect((error) => {
        if (error) return fail(error)
        const send = () =>
          connection.send({ from: addressOf(letter.from), to: [letter.to] }, message, (e) => (e ? fail(e) : done()))
        if (!server.username) return send()
        connection.login({ user: server.username, pass: server.password ?? '' }, (e) => (e ? fail(e) : send()))
      })
    })
    connection.quit()
    return { kind: 'TAKEN' }
  } catch (error) {
    connection.on('error', () => undefined)
    connection.close()
    return outcomeOf(error as SmtpError, handing)
  }
}

/** A refusal for good is one that the server speaks about the person or the text; a wrong password can be put right. */
function outcomeOf(error: SmtpError, handing: boolean): MailOutcome {
  const code = [error.code ?? 'ERROR', error.responseCode].filter(Boolean).join(' ')
  const answered = typeof error.responseCode === 'number'
  if (answered && error.responseCode! >= 500 && error.code !== 'EAUTH') return { kind: 'REFUSED', code }
  if (handing && !answered) return { kind: 'UNSURE', code }
  return { kind: 'NOT_HANDED_OVER', code }
}

const addressOf = (from: string): string => /<([^<>]+)>$/.exec(from)?.[1] ?? from

function compose(letter: Letter): Promise<Buffer> {
  return new Promise((done, fail) =>
    new MailComposer({
      from: letter.from,
      to: letter.to,
      subject: letter.subject,
      text: letter.text,
      messageId: letter.messageId,
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': letter.language },
      attachments: letter.attachment ? [letter.attachment] : [],
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build((error, message) => (error ? fail(error) : done(message))),
  )
}
