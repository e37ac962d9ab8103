import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Tabs } from '@/components/ui/tabs'
import { Complaints, TipOffs } from '@/components/voices/lists'
import { currentActor } from '@/lib/platform/auth/current'
import type { SearchParams } from '@/lib/platform/list-params'
import { receiveComplaintAction, receiveTipOffAction } from '@/lib/voices/actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('voices'))('title') }
}

/** What people tell the bank: tip-offs and complaints. */
export default async function Voices({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('voices'), await searchParams]
  const content = { name: 'content', label: t('col.content'), kind: 'area', required: true } as const
  const market = { name: 'market', label: t('col.market'), kind: 'text', hint: t('marketHint') } as const
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <span className="flex flex-wrap gap-2">
            <ActDialog
              label={t('tip.new')}
              description={t('tip.newHint')}
              size="md"
              fields={[
                {
                  name: 'channel',
                  label: t('col.channel'),
                  kind: 'choice',
                  required: true,
                  value: 'PHONE',
                  options: (['APP', 'PHONE', 'LETTER'] as const).map((c) => ({
                    value: c,
                    label: t(`tip.channel.${c}`),
                  })),
                },
                content,
                market,
                { name: 'named', label: t('tip.named'), kind: 'lines', hint: t('tip.namedHint') },
                { name: 'teller', label: t('tip.teller'), kind: 'text', hint: t('tip.tellerHint') },
              ]}
              action={receiveTipOffAction}
            />
            <ActDialog
              label={t('complaint.new')}
              size="md"
              tone="primary"
              fields={[
                { name: 'complainant', label: t('complaint.complainant'), kind: 'text', required: true },
                { name: 'contact', label: t('complaint.contact'), kind: 'text' },
                content,
                market,
                { name: 'complex', label: t('complaint.complex'), kind: 'flag' },
              ]}
              action={receiveComplaintAction}
            />
          </span>
        }
      />
      <Tabs
        param="tab"
        tabs={[
          { key: 'complaints', label: t('complaint.title'), content: <Complaints actor={actor} query={query} /> },
          { key: 'tips', label: t('tip.title'), content: <TipOffs actor={actor} query={query} /> },
        ]}
      />
    </>
  )
}
