import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { evenShares } from '@/lib/desk/rules/targets'
import { setTargetAction, splitTargetAction } from '@/lib/desk/targets/actions'
import { type TargetBoard, targetBoard } from '@/lib/desk/targets/targets'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { SearchParams } from '@/lib/platform/list-params'
import { toYuan } from '@/lib/platform/money'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.targets'))('title') }
}

type Row = TargetBoard['items'][number]

/** A month's targets from the bank down to each manager, and how far each has come. */
export default async function Targets({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.targets'), await searchParams]
  const asked = typeof query.month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(query.month) ? query.month : undefined
  const board = await orNotFound(targetBoard(actor, asked ? { month: asked } : {}))
  const english = (await getLocale()) === 'en'
  const month = board.month.toString().slice(0, 7)
  const nameOf = (n: { name: string; nameEn: string }) => (english ? n.nameEn : n.name) || t('bank')
  const bank = board.items.find((r) => r.kind === 'BANK')
  const splitFields = (r: Row): ActField[] => {
    const even = evenShares(r.target!, r.parts.length)
    return r.parts.flatMap((p, i) => {
      const part = p.amounts ?? even[i]!
      return [
        { name: `children.${p.id}.volume`, label: t('partVolume', { name: nameOf(p) }), kind: 'money' as const, required: true, value: toYuan(part.volumeFen) }, // biome-ignore format: one line
        { name: `children.${p.id}.newClients`, label: t('partClients', { name: nameOf(p) }), kind: 'whole' as const, required: true, value: String(part.newClients) }, // biome-ignore format: one line
      ]
    })
  }
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          board.maySet && (
            <ActDialog
              label={t('set')}
              size="md"
              tone="primary"
              title={t('setFor', { month })}
              description={t('setHint')}
              fields={[
                { name: 'volume', label: t('volume'), kind: 'money', required: true, value: bank?.target ? toYuan(bank.target.volumeFen) : undefined }, // biome-ignore format: one line
                { name: 'newClients', label: t('clients'), kind: 'whole', required: true, value: bank?.target ? String(bank.target.newClients) : undefined }, // biome-ignore format: one line
              ]}
              fixed={{ month }}
              action={setTargetAction}
            />
          )
        }
      />
      <nav aria-label={t('month')} className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <TextLink href={`/desk/targets?month=${board.before.toString().slice(0, 7)}`}>{t('before')}</TextLink>
        <span className="font-medium tabular-nums">{month}</span>
        <TextLink href={`/desk/targets?month=${board.after.toString().slice(0, 7)}`}>{t('after')}</TextLink>
      </nav>
      <Card title={t('tree')} description={t('treeHint')} flush>
        <DataTable
          id="targets"
          label={t('tree')}
          search={false}
          keyboard={false}
          rows={board.items.map((r) => ({
            id: r.id,
            name: (
              <span
                className="flex flex-wrap items-center gap-1.5"
                style={{ paddingInlineStart: `${r.depth * 1.25}rem` }}
              >
                <span className={r.kind === 'PERSON' ? '' : 'font-medium'}>{nameOf(r)}</span>
                {r.target && r.split === false && <Badge tone="warn">{t('unsplit')}</Badge>}
              </span>
            ),
            volumeTarget: r.target?.volumeFen ?? null,
            volumeDone: r.achieved.volumeFen,
            volumeRate: r.volume ? <Explain trace={r.volume.trace} /> : '',
            clientsTarget: r.target?.newClients ?? null,
            clientsDone: r.achieved.newClients,
            clientsRate: r.clients ? <Explain trace={r.clients.trace} /> : '',
            act: r.maySplit && (
              <ActDialog
                label={t('split')}
                title={t('splitOf', { name: nameOf(r) })}
                description={t('splitHint', { volume: toYuan(r.target!.volumeFen), clients: r.target!.newClients })}
                fields={splitFields(r)}
                fixed={{ month, nodeId: r.id }}
                action={splitTargetAction}
              />
            ),
          }))}
          columns={[
            { key: 'name', header: t('who'), type: 'node', fixed: true },
            { key: 'volumeTarget', header: t('volume'), type: 'money' },
            { key: 'volumeDone', header: t('volumeDone'), type: 'money' },
            { key: 'volumeRate', header: t('rate'), type: 'node' },
            { key: 'clientsTarget', header: t('clients'), type: 'count' },
            { key: 'clientsDone', header: t('clientsDone'), type: 'count' },
            { key: 'clientsRate', header: t('rate'), type: 'node' },
            { key: 'act', header: '', type: 'node' },
          ]}
          empty={{ title: t('none') }}
        />
      </Card>
    </>
  )
}
