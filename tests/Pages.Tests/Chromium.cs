using Microsoft.Playwright;

namespace Workbook.Pages.Tests;

/// <summary>The browser of the system, without a window. It is started once, by the first test that asks.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] _places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Place is not { } place) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = place,
            Args = ["--no-sandbox", "--disable-gpu"], // root may not have a sandbox; and it opens our own files only
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page of that width, in a context of its own.</summary>
    public async Task<IPage> Open(string url, int width = 1280, int height = 900, bool isDark = false)
    {
        Skip.If(_browser is null, $"there is no Chromium ({string.Join(", ", _places)}): apt-get install chromium");
        var page = await _browser!.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        page.SetDefaultTimeout(10_000);
        Faults(page);
        await page.GotoAsync(url);
        return page;
    }

    /// <summary>What the page has complained of, in the console or by an exception.</summary>
    public static List<string> FaultsOf(IPage page) => _faults.TryGetValue(page, out var faults) ? faults : [];

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<IPage, List<string>> _faults = [];

    // Anything but silence is a fault, and so is any request but that for the page itself.
    private static void Faults(IPage page)
    {
        var faults = new List<string>();
        _faults.Add(page, faults);
        page.Console += (_, message) => faults.Add(message.Text);
        page.PageError += (_, message) => faults.Add(message);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                faults.Add($"asks for {request.Url}");
        };
    }

    // Who says that there must be one gets a failure, from Playwright, where there is none: .ci/run does.
    private static string? Place => Array.Find(_places, File.Exists)
        ?? (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WORKBOOK_NEEDS_CHROMIUM")) ? null : _places[0]);
}
