import { Explain } from '@/components/ui/explain'
import { formatPercent } from '@/lib/platform/i18n/format'
import { type Ppm, toPercent } from '@/lib/platform/money'
import type { Traced } from '@/lib/platform/trace'

/** A share that opens to how it came about. */
export function ShareFigure({ share }: { share: Traced<Ppm> }) {
  return <Explain trace={share.trace}>{formatPercent(toPercent(share.value))}</Explain>
}
