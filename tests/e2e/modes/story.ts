/** The steps of a default that the six stories share: each is one person's turn in a window of their own. */
import { type Browser, expect, type Page } from '@playwright/test'
import { complaintsOf, windowOf } from '../session'
import { label, say, text } from '../words'

/** The demo's third bank, which lends in all six modes. */
const at = (login: string): string => `${login}@qyb`

/** '1,234.50', '1234.50' or what a cell says, in fen. */
export function fen(text: string): bigint {
  const found = /-?[\d,]+\.\d{2}/.exec(text)
  if (!found) throw new Error(`no amount in '${text}'`)
  return BigInt(found[0].replace(/[,.]/g, ''))
}

/** As the API writes it: 1234.50. */
export function plain(amount: bigint): string {
  const digits = amount.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** As a screen writes it: 1,234.50. */
export const shown = (amount: bigint): string => plain(amount).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((n, x) => n + x, 0n)

/** Σ = total to the fen: each in proportion, half up, the last takes what is left over (§2.2). */
export function proRata(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = sum(weights)
  const shares = weights.map((w) => (total * w * 2n + all) / (all * 2n))
  return shares.map((s, i) => (i === shares.length - 1 ? total - sum(shares.slice(0, -1)) : s))
}

export async function turn(browser: Browser, login: string, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await windowOf(browser, at(login))
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await act(page)
  expect(complaints, `${login}: complaints of the browser`).toEqual([])
  await context.close()
}

export const api = async <T>(page: Page, path: string): Promise<T> =>
  (await page.request.get(`/api/v1${path}`)).json() as T
export const button = (page: Page, key: string) => page.getByRole('button', { name: say(key) })

/** Opens a dialog by its button, fills it, and confirms it with the button of the same or another name. */
export async function confirm(
  page: Page,
  key: string,
  fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => {},
  within: ReturnType<Page['locator']> = page.locator('main'),
  by = key,
): Promise<void> {
  await within
    .getByRole('button', { name: say(key) })
    .first()
    .click()
  const dialog = page.getByRole('alertdialog')
  await fill(dialog)
  await dialog.getByRole('button', { name: say(by) }).click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
}

export type Loan = {
  id: string
  number: string
  state: string
  dpd: number
  principal: string
  balance: string
  interestDue: string
  penalty: string
  totalDue: string
  merchant: { name: string }
}
type ClaimLine = {
  id: string
  no: number
  source: string
  payer: string | null
  account: string | null
  demanded: string
  paid: string
  state: string
}
export type Claim = {
  id: string
  number: string
  type: string
  state: string
  amount: string
  paid: string
  shortfall: string
  parts: { principal: string; interest: string; penalty: string; costs: string }
  lines: ClaimLine[]
  notices: { id: string; number: string; payer: string | null; amount: string; state: string; proofNo: string | null }[]
  payments: { source: string; payer: string | null; amount: string; recovered: string; recourse: string }[]
  recoveries: { number: string; state: string; shares: { payee: string; payer: string | null; amount: string }[] }[]
  replenishments: { member: string | null; amount: string; state: string }[]
}

export const loanOf = (page: Page, id: string) => api<Loan>(page, `/loans/${id}`)
export const claimOf = (page: Page, id: string) => api<Claim>(page, `/claims/${id}`)

/** The loan of a market that is late, as the customer manager finds it in the list of loans. */
export async function lateLoan(page: Page, market: string): Promise<Loan> {
  const { items } = await api<{ items: Loan[] }>(page, `/loans?market=${market}&overdue=true`)
  expect(items, `one late loan at ${market}`).toHaveLength(1)
  await page.goto(`/loans/${items[0]!.id}`, { waitUntil: 'networkidle' })
  await expect(page.getByRole('heading', { name: items[0]!.number })).toBeVisible()
  return loanOf(page, items[0]!.id)
}

/** All of the loan is called: asked by the customer manager, decided by the legal officer. */
export async function callLoan(browser: Browser, loanId: string): Promise<void> {
  await turn(browser, 'rm', async (page) => {
    await page.goto(`/loans/${loanId}`, { waitUntil: 'networkidle' })
    await button(page, 'servicing.change.title').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(label('servicing.change.kindLabel')).selectOption('ACCELERATE')
    await dialog.getByLabel(label('servicing.change.reason')).fill('逾期超过三十日，经催收无还款来源')
    await button(page, 'servicing.change.preview').click()
    await button(page, 'servicing.change.ask').click()
    await expect(dialog).toHaveCount(0, { timeout: 30_000 })
  })
  await turn(browser, 'legal', async (page) => {
    await page.goto(`/loans/${loanId}`, { waitUntil: 'networkidle' })
    await confirm(page, 'servicing.change.approve')
    expect((await loanOf(page, loanId)).state).toBe('ACCELERATED')
  })
}

/** The customer manager raises the claim whose turn it is; the screen of the claim opens. Returns its id. */
export async function raiseClaim(page: Page, loanId: string): Promise<string> {
  await page.goto(`/loans/${loanId}`, { waitUntil: 'networkidle' })
  await button(page, 'servicing.page.claim').click()
  await page.waitForURL(/\/claims\/[0-9a-f-]{36}$/, { timeout: 30_000 })
  return page.url().split('/').at(-1)!
}

/** Through the bank: the risk manager agrees, one of operations makes it and another confirms (INV-A1). */
export async function throughTheBank(browser: Browser, claimId: string): Promise<void> {
  await turn(browser, 'risk-mgr', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    await page.getByLabel(label('guarantees.screen.opinion')).fill('欠款与清偿顺序核对无误')
    await button(page, 'guarantees.screen.agree').click()
    await expect(button(page, 'guarantees.screen.agree')).toHaveCount(0, { timeout: 30_000 })
  })
  await turn(browser, 'ops-maker', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    await button(page, 'guarantees.screen.make').click()
    await expect(button(page, 'guarantees.screen.make')).toHaveCount(0, { timeout: 30_000 })
    await expect(button(page, 'guarantees.screen.confirm')).toHaveCount(0)
  })
  await turn(browser, 'ops-checker', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    await confirm(page, 'guarantees.screen.confirm')
  })
}

/** The letters go out: on the partner's desk, or on paper with the proof of posting. */
export async function sendLetters(browser: Browser, login: string, claimId: string, proofNo?: string): Promise<void> {
  await turn(browser, login, async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    await confirm(page, 'guarantees.claim.notify', async (dialog) => {
      if (!proofNo) return
      await dialog.getByLabel(label('guarantees.claim.channel')).selectOption('REGISTERED_MAIL')
      await dialog.getByLabel(label('guarantees.claim.proofNo')).fill(proofNo)
    })
    const claim = await claimOf(page, claimId)
    expect(claim.state).toBe('NOTICE_SENT')
    for (const n of claim.notices) expect(n.proofNo).toBe(proofNo ?? null)
  })
}

/** What a partner's person sees on the own desk of a letter, and the answer to it. */
export async function answerLetter(
  browser: Browser,
  login: string,
  letter: { number: string; amount: string },
  answer: { agree: boolean; note?: string },
): Promise<void> {
  await turn(browser, login, async (page) => {
    await page.goto('/portal', { waitUntil: 'networkidle' })
    const row = page.getByRole('listitem').filter({ hasText: letter.number })
    await expect(row).toContainText(shown(fen(letter.amount)))
    await confirm(
      page,
      answer.agree ? 'partners.desk.accept' : 'partners.desk.dispute',
      async (dialog) => {
        if (answer.note) await dialog.getByRole('textbox').fill(answer.note)
      },
      row,
    )
    await expect(row).toContainText(text(`partners.desk.letterState.${answer.agree ? 'ACCEPTED' : 'DISPUTED'}`))
  })
}

/** A partner sees its own desk and nothing of the bank's: neither another's letter nor a claim, a loan or an account. */
export async function seesNothingElse(
  browser: Browser,
  login: string,
  others: { claimId: string; loanId: string; letterId?: string },
): Promise<void> {
  await turn(browser, login, async (page) => {
    for (const path of [
      `/claims/${others.claimId}`,
      `/loans/${others.loanId}`,
      '/claims',
      '/margin-accounts',
      '/loans',
    ])
      expect((await page.request.get(`/api/v1${path}`)).status(), path).toBe(403)
    if (others.letterId) {
      const answered = await page.request.post(`/api/v1/claim-letters/${others.letterId}/answer`, {
        data: { agree: true },
      })
      expect([403, 404], 'the letter to another').toContain(answered.status())
    }
  })
}

/** The bank takes up an answer: the partner's own, or one on paper. */
export async function takeUp(page: Page, claimId: string, letter: string, own = true): Promise<void> {
  await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
  const row = page.getByRole('row').filter({ hasText: letter })
  await confirm(
    page,
    own ? 'guarantees.claim.takeUp' : 'guarantees.claim.accepted',
    undefined,
    row,
    own ? 'guarantees.claim.takeUp' : 'guarantees.claim.record',
  )
}

/** Money of a payer: one enters it with the core's reference, another books it. */
export async function receive(
  browser: Browser,
  claimId: string,
  order: { payer: string; amount: bigint; reference: string },
): Promise<void> {
  await turn(browser, 'ops-maker', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    const row = page
      .getByRole('row')
      .filter({ hasText: order.payer })
      .filter({ has: button(page, 'guarantees.claim.receipt') })
    await confirm(
      page,
      'guarantees.claim.receipt',
      async (dialog) => {
        await dialog.getByLabel(label('guarantees.claim.amount')).fill(plain(order.amount))
        await dialog.getByLabel(label('guarantees.claim.reference')).fill(order.reference)
      },
      row,
      'guarantees.claim.request',
    )
  })
  await turn(browser, 'ops-checker', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    const row = page.getByRole('listitem').filter({ hasText: order.reference })
    await expect(row).toContainText(shown(order.amount))
    await confirm(page, 'guarantees.claim.post', undefined, row)
  })
}

/** Money that came from the borrower or a court after a compensation; it flows back by the mode's order. */
export async function recover(
  browser: Browser,
  claimId: string,
  order: { amount: bigint; costs: bigint; reference: string },
): Promise<Claim['recoveries'][number]['shares']> {
  await turn(browser, 'ops-maker', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    await confirm(
      page,
      'guarantees.claim.recovery',
      async (dialog) => {
        await dialog.getByLabel(label('guarantees.claim.amount')).fill(plain(order.amount))
        await dialog.getByLabel(label('guarantees.claim.costs')).fill(plain(order.costs))
        await dialog.getByLabel(label('guarantees.claim.origin')).selectOption('COURT')
        await dialog.getByLabel(label('guarantees.claim.reference')).fill(order.reference)
      },
      undefined,
      'guarantees.claim.request',
    )
  })
  let shares: Claim['recoveries'][number]['shares'] = []
  await turn(browser, 'ops-checker', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    const pending = (await claimOf(page, claimId)).recoveries.find((r) => r.state === 'PENDING')!
    const row = page.getByRole('listitem').filter({ hasText: pending.number })
    await confirm(page, 'guarantees.claim.post', undefined, row)
    const done = (await claimOf(page, claimId)).recoveries.find((r) => r.number === pending.number)!
    expect(done.state).toBe('POSTED')
    shares = done.shares
    for (const s of shares) await expect(row).toContainText(shown(fen(s.amount)))
  })
  return shares
}

/** The risk manager ends a claim: nothing more will come, or all is done. */
export async function end(
  browser: Browser,
  claimId: string,
  how: 'fallShort' | 'close',
  reason: string,
): Promise<void> {
  await turn(browser, 'risk-mgr', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    await confirm(page, `guarantees.claim.${how}`, (dialog) => dialog.getByRole('textbox').fill(reason))
    expect((await claimOf(page, claimId)).state).toBe(how === 'close' ? 'CLOSED' : 'SHORTFALL')
  })
}

/** The three figures at the head of a claim's page: asked for, paid, short. */
export async function figuresShown(
  page: Page,
  claimId: string,
  figures: { amount: bigint; paid: bigint; short: bigint },
) {
  await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
  for (const [key, amount] of [
    ['claimAmount', figures.amount],
    ['paid', figures.paid],
    ['shortfall', figures.short],
  ] as const)
    await expect(
      page
        .locator('main div.rounded-lg')
        .filter({ has: page.getByText(text(`guarantees.screen.${key}`), { exact: true }) })
        .first(),
    ).toContainText(shown(amount))
}
