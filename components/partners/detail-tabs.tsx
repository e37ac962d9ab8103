import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { State } from '@/components/ui/state'
import { Instant } from '@/components/ui/when'
import type { PartnerDetail } from '@/lib/partners/queries'
import { CounterGuarantees } from './counter-guarantees'

/** What was asked of the partner, who stands behind it, and its monthly returns. */
export function CasesTab({ partner: p, mayRecord }: { partner: PartnerDetail; mayRecord: boolean }) {
  const t = useTranslations('partners.book')
  const desk = useTranslations('partners.desk')
  return (
    <div className="space-y-4">
      <Card title={desk('register')} description={desk('registerHint')} flush>
        <DataTable
          id="partner-cases"
          label={desk('cases')}
          search={false}
          keyboard={false}
          prefix="c"
          rows={p.cases.map((c) => ({
            id: c.id,
            application: c.applicationId,
            number: c.number,
            kind: desk(`kinds.${c.kind as 'POLICY'}`),
            borrower: c.borrower,
            amountFen: c.amountFen,
            answerBy: c.answerBy.toString(),
            reference: c.referenceNo ?? c.answerNote ?? '',
            counter: c.counterGuarantee ?? '',
            state: (
              <Badge tone={c.state === 'ASKED' ? 'info' : c.state === 'REFUSED' ? 'danger' : 'ok'}>
                {desk(`caseState.${c.state as 'ASKED'}`)}
              </Badge>
            ),
          }))}
          columns={[
            { key: 'number', header: t('code'), href: '/applications/{application}', fixed: true },
            { key: 'kind', header: desk('kind') },
            { key: 'borrower', header: desk('borrower') },
            { key: 'amountFen', header: desk('amount'), type: 'money' },
            { key: 'answerBy', header: desk('answerBy'), type: 'date' },
            { key: 'reference', header: desk('referenceNo'), wrap: true },
            { key: 'counter', header: desk('counterGuarantee'), wrap: true },
            { key: 'state', header: t('state'), type: 'node' },
          ]}
          empty={{ title: desk('noCases') }}
        />
      </Card>
      {p.kind === 'GUARANTOR' && (
        <CounterGuarantees
          rows={p.counterGuarantees}
          gaps={p.counterGaps}
          cases={p.cases
            .filter((c) => c.kind === 'GUARANTEE' && c.state !== 'REFUSED')
            .map((c) => ({ value: c.id, label: `${c.number} ${c.borrower}` }))}
          mayRecord={mayRecord}
        />
      )}
      <Card title={desk('returns')} flush>
        <DataTable
          id="partner-returns"
          label={desk('returns')}
          search={false}
          keyboard={false}
          prefix="m"
          rows={p.returns.map((r) => ({
            id: r.id,
            month: r.month.toString().slice(0, 7),
            outstandingFen: r.figures.outstanding,
            compensatedFen: r.figures.compensated,
          }))}
          columns={[
            { key: 'month', header: desk('month'), fixed: true },
            { key: 'outstandingFen', header: desk('figure.outstanding'), type: 'money' },
            { key: 'compensatedFen', header: desk('figure.compensated'), type: 'money' },
          ]}
          empty={{ title: desk('noReturns') }}
        />
      </Card>
    </div>
  )
}

/** Its figures as they were recorded, newest first, by what its kind is judged by. */
export function FiguresTab({ partner: p }: { partner: PartnerDetail }) {
  const t = useTranslations('partners.book')
  return (
    <Card flush>
      <DataTable
        id="partner-figures"
        label={t('figures')}
        search={false}
        keyboard={false}
        rows={p.figures.map((f) => ({
          ...f,
          asOf: f.asOf.toString(),
          audited: f.audited ? t('yes') : t('no'),
        }))}
        columns={[
          { key: 'asOf', header: t('asOf'), type: 'date', fixed: true },
          { key: 'netAssetsFen', header: t('figure.netAssets'), type: 'money' },
          ...(p.kind === 'GUARANTOR'
            ? [
                {
                  key: 'guarantorInvestmentsFen',
                  header: t('figure.guarantorInvestments'),
                  type: 'money' as const,
                },
                { key: 'smallBalanceFen', header: t('figure.smallBalance'), type: 'money' as const },
                { key: 'otherBalanceFen', header: t('figure.otherBalance'), type: 'money' as const },
              ]
            : p.kind === 'INSURER'
              ? [
                  { key: 'coreSolvencyPpm', header: t('figure.coreSolvency'), type: 'percent' as const },
                  {
                    key: 'comprehensiveSolvencyPpm',
                    header: t('figure.comprehensiveSolvency'),
                    type: 'percent' as const,
                  },
                  { key: 'earnedPremiumFen', header: t('figure.earnedPremium'), type: 'money' as const },
                  { key: 'claimsFen', header: t('figure.claims'), type: 'money' as const },
                ]
              : p.kind === 'GOV_FUND'
                ? [{ key: 'fundBalanceFen', header: t('figure.fundBalance'), type: 'money' as const }]
                : [
                    { key: 'totalAssetsFen', header: t('figure.totalAssets'), type: 'money' as const },
                    { key: 'totalDebtsFen', header: t('figure.totalDebts'), type: 'money' as const },
                  ]),
          { key: 'audited', header: t('audited') },
        ]}
        empty={{ title: t('noFigures') }}
      />
    </Card>
  )
}

/** Its people, and its papers with the day until which they are good. */
export function PeopleTab({ partner: p }: { partner: PartnerDetail }) {
  const t = useTranslations('partners.book')
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Card title={t('people')} flush>
        <DataTable
          id="partner-people"
          label={t('people')}
          search={false}
          keyboard={false}
          prefix="p"
          rows={p.people.map((x) => ({
            id: x.id,
            role: t(`personRoles.${x.role as 'CONTACT'}`),
            name: x.name,
            idNo: x.idNo ?? '',
            share: x.sharePpm,
            since: x.since.toString(),
            until: x.until?.toString() ?? '',
          }))}
          columns={[
            { key: 'role', header: t('role') },
            { key: 'name', header: t('personName') },
            { key: 'idNo', header: t('idNo') },
            { key: 'share', header: t('share'), type: 'percent' },
            { key: 'since', header: t('since'), type: 'date' },
            { key: 'until', header: t('until'), type: 'date' },
          ]}
          empty={{ title: t('noPeople') }}
        />
      </Card>
      <Card title={t('documents')} flush>
        <DataTable
          id="partner-documents"
          label={t('documents')}
          search={false}
          keyboard={false}
          prefix="d"
          rows={p.documents.map((d) => ({
            id: d.id,
            kind: t(`documentKinds.${d.kind as 'OTHER'}`),
            number: d.fileId ? (
              <TextLink href={`/api/files/${d.fileId}`}>{d.number ?? t('documentKind')}</TextLink>
            ) : (
              (d.number ?? '')
            ),
            issuedOn: d.issuedOn?.toString() ?? '',
            validUntil: d.validUntil?.toString() ?? '',
            valid: <Badge tone={d.valid ? 'ok' : 'danger'}>{t(d.valid ? 'valid' : 'expired')}</Badge>,
          }))}
          columns={[
            { key: 'kind', header: t('documentKind') },
            { key: 'number', header: t('documentNo'), type: 'node' },
            { key: 'issuedOn', header: t('issuedOn'), type: 'date' },
            { key: 'validUntil', header: t('validUntil'), type: 'date' },
            { key: 'valid', header: t('state'), type: 'node' },
          ]}
          empty={{ title: t('noDocuments') }}
        />
      </Card>
    </div>
  )
}

/** Each review with who proposed and who decided, and the tests of its day. */
export function ReviewsTab({ reviews }: { reviews: PartnerDetail['reviews'] }) {
  const t = useTranslations('partners.book')
  return (
    <Card flush={reviews.length > 0}>
      {reviews.length === 0 && <State kind="empty" heading="p" title={t('noReviews')} />}
      <ul className="divide-y divide-line">
        {reviews.map((r) => (
          <li key={r.id} className="space-y-1 px-4 py-3">
            <div className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{t(`reviewKind.${r.kind as 'YEARLY'}`)}</span>
              <Badge>{t(`recommendation.${r.recommendation as 'ADMIT'}`)}</Badge>
              <Badge tone={r.state === 'AGREED' ? 'ok' : r.state === 'REFUSED' ? 'danger' : 'info'}>
                {t(`reviewState.${r.state as 'AGREED'}`)}
              </Badge>
              {r.rating && <Badge tone="accent">{r.rating}</Badge>}
              <span className="ml-auto">
                <Explain trace={r.trace}>{t('derivation')}</Explain>
              </span>
            </div>
            <p>{r.opinion}</p>
            {r.decision && <p className="text-ink-2">{r.decision}</p>}
            <p className="text-sm text-ink-2">
              {r.proposedBy} · <Instant value={r.proposedAt} />
              {r.decidedAt && (
                <>
                  {' → '}
                  {r.decidedBy} · <Instant value={r.decidedAt} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
