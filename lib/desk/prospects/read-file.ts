import { parse } from 'csv-parse/sync'
import { prospectLines, type ReadProspects } from '../rules/prospects'

/** A survey's CSV as its lines, or the first fault in it. */
export function readProspects(text: string): ReadProspects {
  return prospectLines(tableOf(text))
}

function tableOf(text: string): string[][] | null {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true, max_record_size: 16 * 1024 })
  } catch {
    return null
  }
}
