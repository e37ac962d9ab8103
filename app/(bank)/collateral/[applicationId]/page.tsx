import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ChargeCard } from '@/components/collateral/charge-card'
import { RecordCharge } from '@/components/collateral/record-charge'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { State } from '@/components/ui/state'
import { securityFile } from '@/lib/collateral/queries'
import { RECORDABLE } from '@/lib/collateral/rules'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatYuan, toYuan } from '@/lib/platform/money'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('collateral'))('title') }
}

/** What secures one merchant's loan, and whether it is enough today. */
export default async function SecurityFile({ params }: { params: Promise<{ applicationId: string }> }) {
  const [actor, t, { applicationId }] = [await currentActor(), await getTranslations('collateral'), await params]
  const file = await orNotFound(securityFile(actor, { applicationId }))
  const today = file.today.toString()
  return (
    <>
      <PageHeader
        title={file.merchant ?? ''}
        breadcrumb={[{ label: t('title'), href: '/collateral' }, { label: file.merchant ?? '' }]}
        meta={
          <>
            <span>{file.batch}</span>
            <span>{t('amount', { amount: formatYuan(file.amountFen) })}</span>
            {file.mode === 'PK' && <TextLink href={`/parks?application=${applicationId}`}>{t('parkAssets')}</TextLink>}
            {file.requiredFen > 0n && <span>{t('required', { amount: formatYuan(file.requiredFen) })}</span>}
          </>
        }
        actions={
          file.mayRecord &&
          (RECORDABLE as readonly string[]).includes(file.state) && (
            <RecordCharge applicationId={applicationId} today={today} amount={toYuan(file.amountFen)} />
          )
        }
      />
      <div className="grid gap-4">
        {file.charges.length > 0 && (
          <Notice tone={file.problem ? 'warn' : 'ok'}>{t(`problems.${file.problem ?? 'OK'}`)}</Notice>
        )}
        {file.charges.length === 0 && <State kind="empty" title={t('none')} detail={t('noneHint')} />}
        {file.charges.map((c) => (
          <ChargeCard
            key={c.id}
            c={c}
            today={today}
            mayRecord={file.mayRecord}
            mayRelease={!(RECORDABLE as readonly string[]).includes(file.state)}
          />
        ))}
      </div>
    </>
  )
}
