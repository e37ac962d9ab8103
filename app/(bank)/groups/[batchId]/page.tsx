import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { GroupBoard } from '@/components/guarantees/group-board'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { batchGroups } from '@/lib/guarantees/queries-groups'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { formatYuan } from '@/lib/platform/money'
import { toWire, type Wire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantees'))('groups.title') }
}

export default async function Groups({ params }: { params: Promise<{ batchId: string }> }) {
  const [actor, t, { batchId }] = [await currentActor(), await getTranslations('guarantees'), await params]
  const plans = await getTranslations('plans')
  const data = await batchGroups(actor, { batchId }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const editable = data.editable && actor.roles.some((r) => r === 'RM' || r === 'EVALUATOR')
  return (
    <>
      <PageHeader
        title={`${t('groups.title')} ${data.batch.code}`}
        meta={
          <span>{t('groups.size', { min: data.sizeMin, max: data.sizeMax, cap: formatYuan(data.memberCapFen) })}</span>
        }
        actions={<ButtonLink href={`/plans/new?batch=${batchId}`}>{plans('title')}</ButtonLink>}
      />
      {!data.editable && <Notice className="mb-3">{t('groups.locked')}</Notice>}
      <GroupBoard
        batchId={batchId}
        mayReplace={actor.roles.includes('RM')}
        data={toWire({ ...data, editable }) as unknown as Wire<typeof data>}
      />
    </>
  )
}
