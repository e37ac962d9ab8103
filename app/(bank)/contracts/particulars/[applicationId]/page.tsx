import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ParticularsForm, ReviewResolution } from '@/components/contracts/particulars-form'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { particularsOf } from '@/lib/contracts/particulars-query'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { toWire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('contracts.papers'))('particulars') }
}

/** What one merchant's documents name beyond the plan; the draft shows how it reads. */
export default async function Particulars({ params }: { params: Promise<{ applicationId: string }> }) {
  const [actor, t, screen, { applicationId }] = [
    await currentActor(),
    await getTranslations('contracts.papers'),
    await getTranslations('contracts.screen'),
    await params,
  ]
  const p = await particularsOf(actor, { applicationId }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const open = ['ADMITTED', 'IN_APPROVAL', 'APPROVED', 'APPROVED_REDUCED', 'CONTRACTING'].includes(p.state)
  return (
    <>
      <PageHeader
        title={p.merchant ?? ''}
        breadcrumb={[{ label: screen('title'), href: '/contracts' }, { label: t('particulars') }]}
        meta={<span>{p.batch}</span>}
        actions={
          hasRole(actor, 'RM', 'CONTRACT_OFFICER', 'LEGAL') &&
          p.mode !== 'DF' && (
            <a
              className="text-accent underline underline-offset-3"
              href={`/api/v1/applications/${applicationId}/draft/document`}
              target="_blank"
              rel="noreferrer"
            >
              {t('draft')}
            </a>
          )
        }
      />
      <div className="space-y-4">
        {p.particulars.guarantor && (
          <Notice tone={p.problem ? 'warn' : 'ok'}>
            <span className="flex flex-wrap items-center justify-between gap-2">
              {p.problem ? t('notReviewed') : p.reviewedBy ? t('reviewed', { name: p.reviewedBy }) : t('licensed')}
              {p.problem === 'E_RESOLUTION_UNREVIEWED' && hasRole(actor, 'CONTRACT_OFFICER', 'LEGAL') && (
                <ReviewResolution applicationId={applicationId} />
              )}
            </span>
          </Notice>
        )}
        <Card title={t('collateral')} description={t('collateralHint')}>
          {p.pledged.length === 0 ? (
            <p className="text-muted">{t('nothingPledged')}</p>
          ) : (
            <ul className="divide-y divide-line">
              {p.pledged.map((a) => (
                <li
                  key={a.certificateNo}
                  className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2"
                >
                  <span className="min-w-0">
                    {a.description}
                    <span className="block text-sm text-muted">
                      {a.certificateNo} · {a.owner}
                    </span>
                  </span>
                  <Money value={a.valueFen} />
                </li>
              ))}
            </ul>
          )}
          <p className="mt-3">
            <TextLink href={`/collateral/${applicationId}`}>{t('toRegister')}</TextLink>
          </p>
        </Card>
        <Card title={t('particulars')} description={t('particularsHint')}>
          <ParticularsForm
            applicationId={applicationId}
            initial={toWire(p.particulars) as never}
            disabled={!open || !hasRole(actor, 'RM')}
          />
        </Card>
      </div>
    </>
  )
}
