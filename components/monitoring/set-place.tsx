'use client'
import { MapPinned } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { currentPlace } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { setPlaceAction } from '@/lib/desk/visits/actions'

/** On the spot: says that here is the stall, or the market, against which later check-ins are measured. */
export function SetPlace({ objectType, objectId }: { objectType: 'MARKET' | 'MERCHANT'; objectId: string }) {
  const t = useTranslations('manager.visits')
  const { run, problem, busy } = useAct()
  const [none, setNone] = useState(false)
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        busy={busy}
        onClick={async () => {
          const here = await currentPlace()
          setNone(here === null)
          if (here)
            await run(
              () => setPlaceAction({ objectType, objectId, ...here }),
              () => toast.ok(t('placeSet')),
            )
        }}
      >
        <MapPinned aria-hidden />
        {t(objectType === 'MARKET' ? 'placeMarket' : 'placeMerchant')}
      </Button>
      {none && <span className="text-sm text-ink-2">{t('noPosition')}</span>}
      {problem}
    </span>
  )
}
