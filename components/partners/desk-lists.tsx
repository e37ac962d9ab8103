import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { CivilDate } from '@/components/ui/when'
import type { partnerHome } from '@/lib/partners/home'
import { formatYuan, parseYuan } from '@/lib/platform/money'
import { CallAnswer, CaseAnswer, ConsentAnswer, LetterAnswer, PaperQuery, ReturnForm } from './desk'

type Home = Awaited<ReturnType<typeof partnerHome>>

/** What waits for the partner: changes to agree to, cases, letters; and its monthly return. */
export function DeskLists({ home }: { home: Home }) {
  const t = useTranslations('partners.desk')
  const asked = home.consents.filter((c) => c.state === 'ASKED')
  return (
    <>
      {asked.length > 0 && (
        <Card title={t('consents')} description={t('consentsLead')} flush>
          <ul className="divide-y divide-line">
            {asked.map((c) => (
              <li key={c.id} className="space-y-2 px-4 py-3">
                <Changes changes={c.changes} />
                <ConsentAnswer schemeId={c.schemeId} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t('cases')} description={t('casesLead')} flush={home.cases.length > 0}>
        {home.cases.length === 0 && <p className="text-ink-2">{t('noCases')}</p>}
        <ul className="divide-y divide-line">
          {home.cases.map((c) => (
            <li key={c.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="font-medium">
                  {c.borrower} · {t(`kinds.${c.kind as 'POLICY'}`)}
                </p>
                <p className="text-sm text-ink-2">
                  <span className="font-mono">{c.number}</span>
                  {c.purpose && ` · ${c.purpose}`}
                  {c.tenorMonths && ` · ${t('months', { count: c.tenorMonths })}`}
                  {c.jointDiligence && ` · ${t('joint')}`}
                </p>
                {c.referenceNo && <p className="text-sm text-ink-2">{c.referenceNo}</p>}
                {c.answerNote && <p className="text-sm text-ink-2">{c.answerNote}</p>}
              </div>
              <div className="flex flex-col items-end gap-1.5">
                <Money value={c.amountFen} />
                <Badge tone={c.state === 'ASKED' ? 'info' : c.state === 'REFUSED' ? 'danger' : 'ok'}>
                  {t(`caseState.${c.state as 'ASKED'}`)}
                </Badge>
                {c.state === 'ASKED' && (
                  <>
                    <span className="text-sm text-ink-2">
                      {t('answerBy')} <CivilDate value={c.answerBy} />
                    </span>
                    <CaseAnswer caseId={c.id} kind={c.kind} />
                  </>
                )}
              </div>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('letters')} description={t('lettersLead')} flush={home.letters.length > 0}>
        {home.letters.length === 0 && <p className="text-ink-2">{t('noLetters')}</p>}
        <ul className="divide-y divide-line">
          {home.letters.map((l) => (
            <li key={l.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="font-medium">
                  {l.borrower} · <span className="font-mono">{l.number}</span>
                </p>
                <p className="text-sm text-ink-2">
                  {t('about', { claim: l.claimNumber, loan: l.loanNumber })} · <CivilDate value={l.sentOn} />
                </p>
                <p className="text-sm text-ink-2">
                  {t('parts', { principal: formatYuan(l.principalFen), interest: formatYuan(l.interestFen) })}
                </p>
                {l.answerNote && <p className="text-sm text-ink-2">{l.answerNote}</p>}
                <LetterPapers papers={l.papers} mayQuery={l.mayQuery} />
              </div>
              <div className="flex flex-col items-end gap-1.5">
                <Money value={l.amountFen} />
                <Badge tone={l.state === 'ACCEPTED' ? 'ok' : l.state === 'DISPUTED' ? 'danger' : 'info'}>
                  {t(`letterState.${l.state as 'SENT'}`)}
                </Badge>
                <span className="text-sm text-ink-2">
                  {t('payBy')} <CivilDate value={l.payBy} />
                </span>
                {['SENT', 'DELIVERED'].includes(l.state) && <LetterAnswer noticeId={l.id} />}
              </div>
            </li>
          ))}
        </ul>
      </Card>
      {home.calls.length > 0 && <IssueCalls calls={home.calls} />}
      <Card
        title={t('returns')}
        description={t('returnsLead')}
        actions={<ReturnForm month={home.lastMonth.toString()} />}
      >
        {home.returns.length === 0 && <p className="text-ink-2">{t('noReturns')}</p>}
        <ul className="space-y-1">
          {home.returns.map((r) => (
            <li key={r.id} className="flex flex-wrap justify-between gap-3">
              <span>{r.month.toString().slice(0, 7)}</span>
              <span className="text-sm text-ink-2">
                {t('figure.outstanding')} <Money value={parseYuan(r.figures.outstanding ?? '') ?? 0n} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

/** The file that came with the letter; while it has not answered, the insurer says which paper it finds wanting. */
function LetterPapers({ papers, mayQuery }: { papers: Home['letters'][number]['papers']; mayQuery: boolean }) {
  const t = useTranslations('partners.desk')
  const paper = useTranslations('guarantees.paper')
  if (papers.length === 0) return null
  return (
    <details className="mt-1.5" open={mayQuery}>
      <summary className="cursor-pointer text-sm text-ink-2">
        {t('paper.papers')} {papers.filter((p) => p.state === 'RECEIVED').length}/{papers.length}
      </summary>
      <ul className="mt-1 space-y-1">
        {papers.map((p) => (
          <li key={p.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <span>{paper(`kinds.${p.kind as 'POLICY'}`)}</span>
            {p.file ? (
              <TextLink href={`/api/files/${p.file.id}`}>{p.reference ?? p.file.name}</TextLink>
            ) : (
              <span className="font-mono break-all text-ink-2">{p.reference}</span>
            )}
            {p.state === 'QUERIED' ? (
              <>
                <Badge tone="danger">{paper('states.QUERIED')}</Badge>
                <span className="text-ink-2">{p.queryNote}</span>
              </>
            ) : (
              mayQuery && <PaperQuery paperId={p.id} />
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What the issuers of a joint issue have not laid by: the enhancer is told, then asked to pay on the date. */
function IssueCalls({ calls }: { calls: Home['calls'] }) {
  const t = useTranslations('partners.desk.call')
  return (
    <Card title={t('title')} description={t('lead')} flush>
      <ul className="divide-y divide-line">
        {calls.map((c) => (
          <li key={c.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1">
              <p className="font-medium">{c.issuer}</p>
              <p className="text-sm text-ink-2">{c.pool}</p>
              <p className="text-sm text-ink-2">{t(`stages.${c.stage as 'NOTICE'}`)}</p>
              {c.answerNote && <p className="text-sm text-ink-2">{c.answerNote}</p>}
            </div>
            <div className="flex flex-col items-end gap-1.5">
              <Money value={c.amountFen} />
              <Badge tone={c.state === 'DISPUTED' ? 'danger' : c.state === 'SENT' ? 'info' : 'ok'}>
                {t(`states.${c.state as 'SENT'}`)}
              </Badge>
              <span className="text-sm text-ink-2">
                {t('dueOn')} <CivilDate value={c.dueOn} />
              </span>
              {c.paidFen !== null && (
                <span className="text-sm text-ink-2">
                  {t('paid')} <Money value={c.paidFen} />
                </span>
              )}
              {c.state === 'SENT' && <CallAnswer callId={c.id} />}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const MONEY = /Fen$/
function Changes({ changes }: { changes: { field: string; before: string; after: string }[] }) {
  const t = useTranslations('partners.book')
  const shown = (field: string, value: string) =>
    MONEY.test(field) && /^\d+$/.test(value)
      ? formatYuan(BigInt(value))
      : /Ppm$/.test(field)
        ? `${Number(value) / 10_000}%`
        : value
  return (
    <ul className="space-y-0.5">
      {changes.map((c) => (
        <li key={c.field}>
          {t.has(`term.${c.field}` as 'term.startsOn') ? t(`term.${c.field}` as 'term.startsOn') : c.field}{' '}
          <span className="text-ink-2">{shown(c.field, c.before)}</span> → {shown(c.field, c.after)}
        </li>
      ))}
    </ul>
  )
}
