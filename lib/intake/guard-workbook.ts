import { type ArchiveLimits, guardArchive } from './guard-archive'
import { type MacroPolicy, PartReader, WORKBOOK_LIMITS, type WorkbookFacts, workbookFacts } from './workbook-parts'

/**
 * Looks through a workbook before a parser may see it: the archive's own dangers (see guardArchive), document types and
 * entities in any part, macros, links to other files and data sources. One pass inflates everything once.
 * `macros: 'strip'` lets a workbook with macros through; they are never run, and the reader never looks at them.
 * @throws FileRefused E_FILE_TYPE | E_ARCHIVE_* | E_WORKBOOK_UNSAFE
 */
export async function guardWorkbook(
  source: string | Buffer,
  { macros = 'refuse', limits = WORKBOOK_LIMITS }: { macros?: MacroPolicy; limits?: ArchiveLimits } = {},
): Promise<WorkbookFacts> {
  const parts = new PartReader()
  const { entries } = await guardArchive(source, limits, (name, chunk) => parts.push(name, chunk))
  return workbookFacts(entries, parts, macros)
}
