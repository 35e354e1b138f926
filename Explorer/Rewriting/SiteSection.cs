namespace Workbook.Explorer.Rewriting;

/// <summary>The sites of one assembly.</summary>
/// <param name="first">The number before the first.</param>
internal sealed class SiteSection(int first)
{
    private readonly List<Site> _sites = [];

    /// <summary>The number of a new one.</summary>
    public int Add(Site site)
    {
        _sites.Add(site);
        return first + _sites.Count;
    }

    public Site this[int site] => _sites[site - first - 1];
}
