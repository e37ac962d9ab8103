import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AuditProof } from '@/components/admin/audit-proof'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table/data-table'
import { auditTrail } from '@/lib/admin/audit'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { audit as auditList } from '@/lib/desk/lists/settings'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('audit.title') }
}

type Search = Promise<Record<string, string | string[]>>

export default async function Audit({ searchParams }: { searchParams: Search }) {
  const [actor, t, all, query] = [
    await currentActor(),
    await getTranslations('admin.audit'),
    await getTranslations(),
    await searchParams,
  ]
  const asked = readList(auditList, query)
  const page = await orNotFound(auditTrail(actor, { ...auditList.input(asked), ...pageOf(asked) }))
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <span className="flex flex-wrap gap-2">
            <ButtonLink href="/admin/audit/object">{all('admin.trail.title')}</ButtonLink>
            <ButtonLink href="/admin/audit/state">{all('admin.object.title')}</ButtonLink>
            <AuditProof />
          </span>
        }
      />
      <DataTable
        {...(await listTools(actor, auditList, query))}
        page={{ after: page.nextCursor, before: null }}
        filters={[
          { key: 'object', label: t('object'), type: 'text', placeholder: t('objectHint') },
          { key: 'command', label: t('command'), type: 'text', placeholder: 'batches.' },
          { key: 'actor', label: t('actor'), type: 'text' },
          { key: 'at', label: all('admin.common.at'), type: 'dates' },
        ]}
        label={t('title')}
        search={false}
        rows={page.items.map((e) => ({
          id: e.id,
          seq: e.seq.toString(),
          at: e.at,
          actor: e.actorName,
          command: all.has(`commands.${e.command}`) ? `${all(`commands.${e.command}`)} · ${e.command}` : e.command,
          object: `${e.objectType}:${e.objectId}`,
          change: [e.stateFrom, e.stateTo].filter(Boolean).join(' → '),
          reason: e.reason ?? '',
          detail: e.detail ? (
            <details className="max-w-md">
              <summary className="cursor-pointer text-accent">{t('detail')}</summary>
              <pre className="overflow-x-auto text-xs whitespace-pre-wrap">{JSON.stringify(e.detail, null, 1)}</pre>
            </details>
          ) : (
            ''
          ),
        }))}
        columns={[
          { key: 'seq', header: t('seq'), type: 'count', fixed: true },
          { key: 'at', header: all('admin.common.at'), type: 'instant' },
          { key: 'actor', header: t('actor') },
          { key: 'command', header: t('command'), wrap: true },
          { key: 'object', header: t('object'), wrap: true },
          { key: 'change', header: t('change') },
          { key: 'reason', header: all('admin.common.reason'), wrap: true },
          { key: 'detail', header: t('detail'), type: 'node' },
        ]}
        empty={{ title: t('empty') }}
      />
    </>
  )
}
