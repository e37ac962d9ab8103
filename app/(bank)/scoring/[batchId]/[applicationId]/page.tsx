import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ItemState } from '@/components/scoring/item-state'
import { SheetForm } from '@/components/scoring/sheet-form'
import { sheetView } from '@/components/scoring/sheet-view'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Money, Percent } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { investigationOf } from '@/lib/scoring/application-queries'
import { scoringBatch } from '@/lib/scoring/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.sheet'))('title') }
}

type Params = Promise<{ batchId: string; applicationId: string }>

export default async function OneMerchant({ params }: { params: Params }) {
  const [actor, t, { batchId, applicationId }] = [await currentActor(), await getTranslations('scoring'), await params]
  const b = await orNotFound(scoringBatch(actor, { batchId }))
  const index = b.items.findIndex((i) => i.id === applicationId)
  const item = b.items[index]
  if (!item?.sheet) notFound()
  const { flags } = await investigationOf(actor, { applicationId })
  const working = b.state === 'SCORING' && item.state === 'SCORING' && hasRole(actor, 'RM', 'EVALUATOR')
  return (
    <>
      <PageHeader
        title={item.name}
        state={<ItemState state={item.state} />}
        breadcrumb={[
          { label: t('desk.title'), href: '/scoring' },
          { label: b.code, href: `/scoring/${b.id}` },
          { label: item.name },
        ]}
        meta={
          <>
            <span>{t('sheet.place', { no: item.rowNo, of: b.items.length })}</span>
            <span>{item.stallNo}</span>
            <span>{item.ownerName}</span>
            <span>{item.mainGoods}</span>
            <span>
              {t('sheet.requested')} <Money value={item.requestedFen} unit="wan" />
            </span>
            <span>
              {t('sheet.declared')} <Money value={item.annualTurnoverFen} unit="wan" />
            </span>
          </>
        }
        actions={
          <>
            <ButtonLink href={`/scoring/visits/${item.id}`}>{t('visit.title')}</ButtonLink>
            <ButtonLink href={`/applications/${item.id}`}>{t('sheet.file')}</ButtonLink>
          </>
        }
      />
      {flags.length > 0 && (
        <Notice tone="warn" className="mb-4" title={t('flags.title')}>
          <ul className="list-disc pl-4">
            {flags.map((f) => (
              <li key={f.code}>
                {t(`flags.${f.code}`)} (<Percent value={f.foundPpm} />, {t('flags.line')} <Percent value={f.linePpm} />)
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <SheetForm
        key={item.id}
        batchId={b.id}
        card={b.card}
        market={b.grade && b.threshold !== null ? { grade: b.grade, threshold: b.threshold } : null}
        initial={sheetView(item)}
        previous={b.items[index - 1]?.id ?? null}
        next={b.items[index + 1]?.id ?? null}
        readOnly={!working}
      />
    </>
  )
}
