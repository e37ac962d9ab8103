import { useTranslations } from 'next-intl'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Button, ButtonLink, TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Explain } from '@/components/ui/explain'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { State } from '@/components/ui/state'
import { Instant } from '@/components/ui/when'
import { decideClientGroupAction, proposeClientGroupAction } from '@/lib/monitoring/actions'
import type { clientGroupChanges, clientGroupList } from '@/lib/monitoring/client-group-queries'

type Groups = Awaited<ReturnType<typeof clientGroupList>>
type Change = Awaited<ReturnType<typeof clientGroupChanges>>['items'][number]

/** Clients measured together with their line and its derivation; changes by two people. */
export function ClientGroups({
  groups,
  changes,
  search,
  mayPropose,
}: {
  groups: Groups
  changes: Change[]
  search?: string
  mayPropose: boolean
}) {
  const t = useTranslations('monitoring')
  const open = changes.filter((c) => c.state === 'PROPOSED')
  const decided = changes.filter((c) => c.state !== 'PROPOSED')
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <form className="flex gap-2" action="/monitoring/lines">
          <input type="hidden" name="tab" value="groups" />
          <Input
            name="q"
            defaultValue={search}
            aria-label={t('line.search')}
            placeholder={t('line.search')}
            className="w-56"
          />
          <Button type="submit">{t('line.search')}</Button>
        </form>
        {mayPropose && <Propose />}
      </div>
      {open.length > 0 && (
        <Card title={t('line.changes')} flush>
          <Changes changes={open} />
        </Card>
      )}
      <Card title={t(search ? 'line.found' : 'line.groups')} flush={groups.items.length > 0}>
        {groups.items.length === 0 && (
          <State kind="empty" heading="p" title={t(search ? 'line.noneFound' : 'line.noGroups')} />
        )}
        <ul className="divide-y divide-line">
          {groups.items.map((g) => (
            <li key={g.id} className="grid gap-x-6 gap-y-2 px-4 py-3 md:grid-cols-[14rem_minmax(0,1fr)]">
              <div>
                <p className="flex items-center gap-2">
                  <Badge tone={g.line === 'FULL' ? 'accent' : 'neutral'}>{t(`lines.${g.line}`)}</Badge>
                  <span className="text-sm text-ink-2">{t('line.members', { count: g.members.length })}</span>
                </p>
                <p className="mt-1 text-sm text-ink-2">{t('line.exposure')}</p>
                <Explain trace={g.trace}>
                  <Money value={g.exposureFen} />
                </Explain>
              </div>
              <ul className="min-w-0 space-y-1.5">
                {g.members.map((m) => (
                  <li key={m.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
                    <TextLink href={`/merchants/${m.id}`} className="min-w-40">
                      {m.name}
                    </TextLink>
                    <span className="text-sm text-ink-2">{m.market}</span>
                    <span className="font-mono text-sm text-ink-2">{m.uscc}</span>
                    <span className="ml-auto text-sm whitespace-nowrap text-ink-2">
                      {t('line.notes')} <Money value={m.notesFen} />
                      {m.undrawnFen > 0n && (
                        <>
                          {' · '}
                          {t('line.undrawn')} <Money value={m.undrawnFen} />
                        </>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
        {groups.nextCursor && (
          <div className="border-t border-line px-4 py-3">
            <ButtonLink
              size="sm"
              href={`/monitoring/lines?tab=groups&cursor=${groups.nextCursor}${search ? `&q=${encodeURIComponent(search)}` : ''}`}
            >
              {t('line.more')}
            </ButtonLink>
          </div>
        )}
      </Card>
      {decided.length > 0 && (
        <Card title={t('line.history')} flush>
          <Changes changes={decided} />
        </Card>
      )}
    </div>
  )
}

function Propose() {
  const t = useTranslations('monitoring.line')
  return (
    <ActDialog
      label={t('propose')}
      description={t('proposeHint')}
      size="md"
      tone="primary"
      fields={[
        { name: 'merchant', label: t('merchant'), hint: t('merchantHint'), kind: 'text', required: true },
        { name: 'other', label: t('other'), hint: t('otherHint'), kind: 'text' },
        { name: 'reason', label: t('reason'), kind: 'area', required: true },
      ]}
      action={proposeClientGroupAction}
    />
  )
}

function Changes({ changes }: { changes: Change[] }) {
  const t = useTranslations('monitoring.line')
  return (
    <ul className="divide-y divide-line">
      {changes.map((c) => (
        <li key={c.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
          <span className="min-w-0 flex-1">
            <span className="font-medium">{c.merchant.name}</span>{' '}
            {c.other ? t('together', { other: c.other.name }) : t('alone')}
            <span className="block text-sm text-ink-2">
              {c.reason} · {c.proposedBy} <Instant value={c.proposedAt} />
            </span>
            {c.decidedAt && (
              <span className="block text-sm text-ink-2">
                {c.note} · {c.decidedBy} <Instant value={c.decidedAt} />
              </span>
            )}
          </span>
          <Badge tone={c.state === 'AGREED' ? 'ok' : c.state === 'PROPOSED' ? 'warn' : 'neutral'}>
            {t(`state.${c.state as 'AGREED'}`)}
          </Badge>
          {c.mayDecide && (
            <span className="flex gap-2">
              {[true, false].map((agree) => (
                <ActDialog
                  key={String(agree)}
                  label={t(agree ? 'agree' : 'refuse')}
                  tone={agree ? 'primary' : 'default'}
                  fields={[{ name: 'note', label: t('note'), kind: 'area', required: true }]}
                  fixed={{ changeId: c.id, agree }}
                  action={decideClientGroupAction}
                />
              ))}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
