using Microsoft.Playwright;
using Workbook.Explorer;

namespace Bench.Programs;

/// <summary>How long the page of a failure of about 200 steps and 4 threads takes to open in Chromium, and to go to the next step,
/// until the next picture is there.</summary>
/// <remarks>Needs Debian's package <c>chromium</c>.</remarks>
internal sealed class PageInBrowser : IProgramBenchmark
{
    private const string Chromium = "/usr/bin/chromium";

    // From the request to the first picture after the script has run: the script stands at the end of the page.
    private const string Opened = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()";

    // Each step and the layout that it asks for, without the wait for the screen's next turn; the worst of all steps.
    private const string Stepped = """
        () => {
          const on = document.getElementById("on");
          document.getElementById("first").click();
          let worst = 0;
          for (let i = 1; i < document.getElementById("slider").max; i++) {
            const start = performance.now();
            on.click();
            document.body.getBoundingClientRect();
            worst = Math.max(worst, performance.now() - start);
          }
          return worst;
        }
        """;

    public void Run(FigureTable figures)
    {
        if (!File.Exists(Chromium))
        {
            Console.WriteLine($"{nameof(PageInBrowser)}: there is no {Chromium}");
            return;
        }
        var verdict = Explore.Method(typeof(Workbook.Pages.Tests.Programs).Assembly.Location, $"{typeof(Workbook.Pages.Tests.Programs).FullName}.Long");
        var path = Path.Combine(Path.GetTempPath(), $"workbook-bench-{Environment.ProcessId}.html");
        File.WriteAllText(path, verdict.ToHtml());
        try { Measure(figures, new Uri(path).AbsoluteUri).GetAwaiter().GetResult(); }
        finally { File.Delete(path); }
    }

    private static async Task Measure(FigureTable figures, string url)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu"] });
        figures.Measure("page of 200 steps, opens, ms", () => Ask(browser, url, Opened), Goal.AtMost(300));
        figures.Measure("page of 200 steps, the slowest step, ms", () => Ask(browser, url, Stepped), Goal.AtMost(16));
    }

    private static double Ask(IBrowser browser, string url, string what)
    {
        return Ask().GetAwaiter().GetResult();

        async Task<double> Ask()
        {
            var page = await browser.NewPageAsync();
            await page.GotoAsync(url);
            var figure = await page.EvaluateAsync<double>(what);
            await page.CloseAsync();
            return figure;
        }
    }
}
