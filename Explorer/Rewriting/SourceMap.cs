namespace Workbook.Explorer.Rewriting;

/// <summary>Where the marked instructions of a rewritten assembly stand in its source; a site is a number, from 1 on.</summary>
internal sealed class SourceMap
{
    private readonly List<Site> _sites = [];

    public int Add(Site site)
    {
        _sites.Add(site);
        return _sites.Count;
    }

    /// <summary>Null for 0, which is nowhere.</summary>
    public Site? this[int site] => site == 0 ? null : _sites[site - 1];
}
