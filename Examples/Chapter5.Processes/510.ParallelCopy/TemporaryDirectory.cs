namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>A directory for one run, made when it is needed.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private string? _path;

    /// <summary>The path of something in it.</summary>
    public string Below(string name) => Path.Combine(_path ??= Directory.CreateTempSubdirectory("workbook-510-").FullName, name);

    public void Dispose()
    {
        if (_path is not null) TreeRemoval.Remove(_path);
    }
}
