using System.Collections.Concurrent;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Pages.Tests;

/// <summary>The pages of the programs, in the folder for what is built; explored once each.</summary>
internal static class Shown
{
    private static readonly ConcurrentDictionary<string, Lazy<Verdict>> _verdicts = new();

    /// <summary>Where pages and pictures go: a folder that git ignores.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "pages")).FullName;

    /// <summary>The verdict on one of the programs.</summary>
    public static Verdict Verdict(string program) => _verdicts.GetOrAdd(program, name => new Lazy<Verdict>(() =>
        Explore.Method(typeof(Programs).Assembly.Location, $"{typeof(Programs).FullName}.{name}", new ExploreOptions
        {
            Schedules = 20_000,
            Time = TimeSpan.FromMinutes(1),
        }))).Value;

    /// <summary>The address of its page.</summary>
    public static string Url(string program)
    {
        var path = Path.Combine(Folder, $"{program}.html");
        File.WriteAllText(path, Verdict(program).ToHtml());
        return new Uri(path).AbsoluteUri;
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Workbook.sln"))) return folder;
        }
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below Workbook.sln");
    }
}
