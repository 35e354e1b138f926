using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Pages;

/// <summary>Which lines of which files the steps of a page stand in.</summary>
internal sealed class PageFiles(SourceText source)
{
    private readonly List<(string Path, HashSet<int> Lines)> _used = [];

    /// <summary>Where a site stands: <c>Shop.cs:12</c>; null: nowhere.</summary>
    public string? PlaceOf(int site) => source[site]?.ToString();

    /// <summary>A step stands there.</summary>
    /// <returns>The number of the file, -1 if it cannot be read; the line, 0 if it is not known.</returns>
    public (int Source, int Line) Use(int site) => source[site] is { } at ? Use(at.File, at.Line) : (-1, 0);

    /// <inheritdoc cref="Use(int)"/>
    public (int Source, int Line) Use(string? path, int line)
    {
        if (path is null || line <= 0) return (-1, 0);
        if (source.LinesOf(path) is not { } lines || line > lines.Length) return (-1, line);
        var number = _used.FindIndex(file => file.Path == path);
        if (number < 0)
        {
            number = _used.Count;
            _used.Add((path, []));
        }
        _used[number].Lines.Add(line);
        return (number, line);
    }

    /// <summary>What is shown of them, once all steps are known.</summary>
    public List<PageSource> Sources() => _used.ConvertAll(file =>
        Excerpt.Of(NameOf(file.Path), source.LinesOf(file.Path)!, file.Lines));

    // Two files of one name are told apart by their directories. The whole path is nobody's business: a page is passed on.
    private string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        return _used.Count(file => Path.GetFileName(file.Path) == name) == 1 ? name
            : $"{Path.GetFileName(Path.GetDirectoryName(path))}/{name}";
    }
}
