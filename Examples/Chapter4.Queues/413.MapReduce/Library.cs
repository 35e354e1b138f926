using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.WordCounting;

/// <summary>Finds the texts: those that the user names, or those that come with the program.</summary>
public static class Library
{
    private const int LookAt = 4_096; // characters, to refuse what is no text before anything is printed

    /// <param name="files">File names with commas between them, or nothing.</param>
    /// <param name="folder">A folder whose .txt files are read, or nothing.</param>
    /// <exception cref="BadOptionException">A file is not there, cannot be read or is no text; there is no such folder, or no
    /// text in it; both are given.</exception>
    public static IReadOnlyList<TextSource> Find(string files, string folder)
    {
        if (files.Length > 0 && folder.Length > 0)
            throw new BadOptionException("--folder", "not together with --files; give one of the two");
        if (folder.Length > 0) return [.. TextsIn(folder).Select(path => Check(path, "--folder"))];
        if (files.Length == 0) return Ours;

        var names = files.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0) throw new BadOptionException("--files", "names no file; write --files a.txt,b.txt");
        return [.. names.Select(name => Check(name, "--files"))];
    }

    private static IReadOnlyList<TextSource> Ours
    {
        get
        {
            var assembly = typeof(Library).Assembly;
            return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(".txt", StringComparison.Ordinal)
                    && name.Contains("413.MapReduce")).Order(StringComparer.Ordinal).Select(name =>
                {
                    Stream Open() => assembly.GetManifestResourceStream(name)!;
                    using var stream = Open();
                    return new TextSource(name.Split('/', '\\')[^1], stream.Length, Open);
                })];
        }
    }

    private static string[] TextsIn(string folder)
    {
        if (File.Exists(folder)) throw new BadOptionException("--folder", $"{folder} is a file; write --files {folder}");
        if (!Directory.Exists(folder)) throw new BadOptionException("--folder", $"there is no folder {folder}");
        try
        {
            var texts = Directory.GetFiles(folder, "*.txt");
            Array.Sort(texts, StringComparer.Ordinal);
            return texts.Length > 0 ? texts : throw new BadOptionException("--folder", $"there is no .txt file in {folder}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadOptionException("--folder", $"{folder} cannot be read: {e.Message}");
        }
    }

    private static TextSource Check(string path, string option)
    {
        if (Directory.Exists(path)) throw new BadOptionException(option, $"{path} is a directory; write --folder {path}");
        if (!File.Exists(path)) throw new BadOptionException(option, $"there is no file {path}");
        var source = new TextSource(path, new FileInfo(path).Length, () => OpenFile(path));
        try { _ = TextBlocks.Read(source, LookAt).FirstOrDefault(); }
        catch (InvalidDataException e) { throw new BadOptionException(option, e.Message); }
        return source;
    }

    private static FileStream OpenFile(string path)
    {
        var stream = File.OpenRead(path);
        if (stream.CanSeek) return stream;
        stream.Dispose();
        throw new IOException("it is read more than once, and this is a stream");
    }
}
