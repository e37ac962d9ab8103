import { getTranslations } from 'next-intl/server'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { ListTools } from '@/components/ui/data-table/types'
import type { conflictList } from '@/lib/admin/conflicts'

type Declared = Awaited<ReturnType<typeof conflictList>>

/** Declared interests: one's own, or with `tools` those of all, each with its person. */
export async function ConflictTable({ declared, tools }: { declared: Declared; tools?: ListTools }) {
  const people = tools !== undefined
  const t = await getTranslations('admin')
  return (
    <DataTable
      id="my-conflicts"
      {...tools}
      label={t('conflicts.title')}
      search={false}
      keyboard={people}
      prefix={people ? '' : 'c'}
      rows={declared.map((c) => ({
        id: c.id,
        person: c.person ? `${c.person} · ${c.login}` : '',
        subject: `${t(`subjectType.${c.subjectType}`)} · ${c.subject ?? ''}`,
        relation: t(`relation.${c.relation}`),
        note: c.note ?? '',
        at: c.declaredAt,
      }))}
      columns={[
        ...(people ? [{ key: 'person', header: t('conflicts.person'), fixed: true }] : []),
        { key: 'subject', header: t('conflicts.subject') },
        { key: 'relation', header: t('conflicts.relation') },
        { key: 'note', header: t('conflicts.note'), wrap: true },
        { key: 'at', header: t('conflicts.at'), type: 'instant' as const },
      ]}
      empty={{ title: t('conflicts.empty') }}
    />
  )
}
