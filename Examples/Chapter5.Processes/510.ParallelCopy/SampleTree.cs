namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>What is copied when nobody says what.</summary>
internal static class SampleTree
{
    /// <summary>The folder with the sources of this program, if it runs in a checkout.</summary>
    public static string? Sources()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var sources = Path.Combine(folder.FullName, "Examples");
            if (File.Exists(Path.Combine(folder.FullName, "Workbook.sln")) && Directory.Exists(sources)) return sources;
        }
        return null;
    }

    /// <summary>Makes one: 60 files from 1 to 256 KiB in 6 directories, an empty directory, a link.</summary>
    public static string Make(string path)
    {
        var numbers = new Random(510); // the same contents each time
        for (var i = 0; i < 60; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(path, $"part {i % 6 + 1}"));
            var contents = new byte[1024 << (i % 9)];
            numbers.NextBytes(contents);
            File.WriteAllBytes(Path.Combine(folder.FullName, $"file {i + 1}.bin"), contents);
        }
        Directory.CreateDirectory(Path.Combine(path, "empty"));
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(Path.Combine(path, "latest"), Path.Combine("part 6", "file 60.bin"));
        return path;
    }
}
