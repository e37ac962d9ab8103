import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AuditProof } from '@/components/admin/audit-proof'
import { PageHeader } from '@/components/shell/page-header'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { AuditFilter, auditTrail } from '@/lib/admin/audit'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('audit.title') }
}

const FIELDS = ['object', 'command', 'actor', 'from', 'to'] as const
type Search = Promise<Partial<Record<(typeof FIELDS)[number] | 'cursor', string>>>

export default async function Audit({ searchParams }: { searchParams: Search }) {
  const [actor, t, all, search] = [
    await currentActor(),
    await getTranslations('admin.audit'),
    await getTranslations(),
    await searchParams,
  ]
  const given = Object.fromEntries([...FIELDS, 'cursor'].map((f) => [f, search[f as 'object'] || undefined]))
  const wanted = AuditFilter.safeParse(given)
  const page = await orNotFound(auditTrail(actor, wanted.success ? given : {}))
  const older = new URLSearchParams(FIELDS.flatMap((f) => (search[f] ? [[f, search[f]] as [string, string]] : [])))
  if (page.nextCursor) older.set('cursor', page.nextCursor)
  return (
    <>
      <PageHeader title={t('title')} actions={<AuditProof />} />
      <Card className="mb-4">
        <form className="grid items-end gap-3 sm:grid-cols-3 lg:grid-cols-6">
          <FieldFrame id="audit-object" label={t('object')}>
            <Input id="audit-object" name="object" defaultValue={search.object} placeholder={t('objectHint')} />
          </FieldFrame>
          <FieldFrame id="audit-command" label={t('command')}>
            <Input id="audit-command" name="command" defaultValue={search.command} placeholder="batches." />
          </FieldFrame>
          <FieldFrame id="audit-actor" label={t('actor')}>
            <Input id="audit-actor" name="actor" defaultValue={search.actor} />
          </FieldFrame>
          <FieldFrame id="audit-from" label={t('from')}>
            <Input id="audit-from" name="from" type="date" defaultValue={search.from} />
          </FieldFrame>
          <FieldFrame id="audit-to" label={t('to')}>
            <Input id="audit-to" name="to" type="date" defaultValue={search.to} />
          </FieldFrame>
          <div className="flex gap-2">
            <Button type="submit" tone="primary">
              {t('filter')}
            </Button>
            <ButtonLink href="/admin/audit">{t('clear')}</ButtonLink>
          </div>
        </form>
      </Card>
      <DataTable
        id="audit"
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
      <nav className="mt-3 flex justify-end gap-2">
        {search.cursor && <ButtonLink href={`/admin/audit?${withoutCursor(older)}`}>{t('newer')}</ButtonLink>}
        {page.nextCursor && <ButtonLink href={`/admin/audit?${older}`}>{t('older')}</ButtonLink>}
      </nav>
    </>
  )
}

function withoutCursor(params: URLSearchParams): string {
  const rest = new URLSearchParams(params)
  rest.delete('cursor')
  return rest.toString()
}
