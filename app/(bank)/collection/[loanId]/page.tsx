import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { CaseActs, DeliveryAct, FileActs } from '@/components/collection/file-acts'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Money } from '@/components/ui/money'
import { Timeline } from '@/components/ui/timeline'
import { collectionFile } from '@/lib/collection/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatYuan } from '@/lib/platform/money'

const TONE = {
  KEPT: 'ok',
  DELIVERED: 'ok',
  BROKEN: 'danger',
  RETURNED: 'danger',
  PARTLY: 'warn',
  OPEN: 'accent',
  SENT: 'accent',
} as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('collection'))('file') }
}

/** The file of a late loan: every act with who and when, letters with their delivery, visits, cases, claims. */
export default async function CollectionFile({ params }: { params: Promise<{ loanId: string }> }) {
  const [actor, t, m, s, { loanId }] = [
    await currentActor(),
    await getTranslations('collection'),
    await getTranslations('monitoring'),
    await getTranslations('servicing'),
    await params,
  ]
  const file = await orNotFound(collectionFile(actor, { loanId }))
  const today = file.asOf.toString()
  return (
    <>
      <PageHeader
        title={file.merchant.name}
        meta={<span>{file.number}</span>}
        state={<Badge tone={file.stage === 'LEGAL' ? 'danger' : 'warn'}>{t(`stage.${file.stage}`)}</Badge>}
        breadcrumb={[{ label: t('title'), href: '/collection' }, { label: file.number }]}
        actions={<FileActs file={file} today={today} login={actor.login} />}
      />
      <Descriptions
        className="mb-4"
        items={[
          { label: t('col.loan'), value: <TextLink href={`/loans/${file.id}`}>{file.number}</TextLink> },
          { label: t('col.dpd'), value: String(file.dpd), figure: true },
          { label: t('col.owed'), value: <Money value={file.owedFen} />, figure: true },
          { label: t('principal'), value: <Money value={file.principalFen} />, figure: true },
          { label: t('class'), value: s(`class.${file.class as 'NORMAL'}`) },
          {
            label: t('phone'),
            value: file.merchant.phone && <a href={`tel:${file.merchant.phone}`}>{file.merchant.phone}</a>,
          },
        ]}
      />
      <div className="grid gap-4 lg:grid-cols-[3fr_2fr]">
        <Card title={t('acts')}>
          {file.acts.length === 0 ? (
            <p className="text-ink-2">{t('noActs')}</p>
          ) : (
            <Timeline
              events={file.acts.map((a) => ({
                key: a.id,
                at: a.at,
                who: a.who,
                what: (
                  <span className="flex flex-wrap items-center gap-2">
                    {t(`kind.${a.kind as 'CALL'}`)}
                    {a.outcome && <span className="font-normal">{t(`outcome.${a.outcome as 'REACHED'}`)}</span>}
                    {a.amountFen !== null && <Money value={a.amountFen} />}
                    {a.state && <Badge tone={TONE[a.state as 'OPEN']}>{t(`actState.${a.state as 'OPEN'}`)}</Badge>}
                  </span>
                ),
                why: [
                  a.contact,
                  a.promisedOn && `${t(a.kind === 'LETTER' ? 'field.payBy' : 'field.promisedOn')} ${a.promisedOn}`,
                  a.paidFen !== null && `${t('paid')} ${formatYuan(a.paidFen)}`,
                  a.delivery && `${t(`delivery.${a.delivery as 'HANDED'}`)} ${a.deliveredOn} ${a.deliveryProof}`,
                  a.note,
                ]
                  .filter(Boolean)
                  .join(' · '),
                files:
                  a.kind === 'LETTER' ? (
                    <>
                      <TextLink href={`/api/v1/collection/letters/${a.id}`}>{a.number}</TextLink>
                      {a.state === 'SENT' && file.mayAct && <DeliveryAct actId={a.id} today={today} />}
                    </>
                  ) : undefined,
              }))}
            />
          )}
        </Card>
        <div className="grid content-start gap-4">
          <Card title={t('cases')}>
            {file.cases.length === 0 ? (
              <p className="text-ink-2">{t('noCases')}</p>
            ) : (
              <ul className="space-y-3">
                {file.cases.map((c) => (
                  <li key={c.id} className="space-y-1">
                    <div className="flex flex-wrap items-center gap-2">
                      <span className="font-medium">{c.number}</span>
                      <Badge>{t(`caseState.${c.state as 'FILED'}`)}</Badge>
                      <span className="text-sm text-ink-2">{[c.court, c.courtNumber].filter(Boolean).join(' ')}</span>
                    </div>
                    <div className="text-sm text-ink-2">
                      {t('field.claim')} <Money value={c.claimFen} />
                      {c.judgedFen !== null && (
                        <>
                          {' · '}
                          {t('field.judged')} <Money value={c.judgedFen} />
                        </>
                      )}
                    </div>
                    <CaseActs legal={c} />
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card title={t('visits')}>
            {file.visits.length === 0 ? (
              <p className="text-ink-2">{t('noVisits')}</p>
            ) : (
              <ul className="space-y-1.5">
                {file.visits.map((v) => (
                  <li key={v.id} className="flex justify-between gap-2">
                    <TextLink href={`/monitoring/visits/${v.id}`}>{m('kind.COLLECTION')}</TextLink>
                    <span className="text-sm text-ink-2">{`${v.dueOn} · ${m(`state.${v.state as 'DONE'}`)}`}</span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          {file.claims.length > 0 && (
            <Card title={t('claims')}>
              <ul className="space-y-1.5">
                {file.claims.map((c) => (
                  <li key={c.id} className="flex justify-between gap-2">
                    <TextLink href={`/claims/${c.id}`}>{c.number}</TextLink>
                    <Money value={c.amountFen} />
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </>
  )
}
