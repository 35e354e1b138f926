using Microsoft.Playwright;

namespace Workbook.Pages.Tests;

/// <summary>The page in a browser: it steps, it fits, it is silent.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task Keys_step_on_and_back_to_the_ends_and_to_switches()
    {
        var page = await chromium.Open(Shown.Url("TwoSellers"));
        var last = await Last(page);
        Assert.Equal(1, await Step(page));
        await Press(page, "ArrowRight", 2);
        await Press(page, "ArrowRight", 3);
        await Press(page, "ArrowLeft", 2);
        await Press(page, "End", last);
        await Press(page, "ArrowRight", last);
        Assert.Contains("InvalidOperationException", await Now(page), StringComparison.Ordinal);
        await Press(page, "Home", 1);
        await Press(page, "ArrowLeft", 1);

        await page.Keyboard.PressAsync("n");
        Assert.StartsWith("w1", await Now(page), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("n");
        Assert.Contains("w1 is interrupted, w2 is let in.", await Now(page), StringComparison.Ordinal);
        var atSwitch = await Step(page);
        await page.Keyboard.PressAsync("n");
        Assert.NotEqual(atSwitch, await Step(page));
        await Press(page, "p", atSwitch);
        await Press(page, "Control+ArrowRight", atSwitch); // the browser's
        Assert.Empty(Chromium.FaultsOf(page));
    }

    [SkippableFact]
    public async Task Buttons_step_and_keep_the_focus_at_the_end()
    {
        var page = await chromium.Open(Shown.Url("TwoSellers"));
        var last = await Last(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next step" }).ClickAsync();
        Assert.Equal(2, await Step(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Previous step" }).ClickAsync();
        Assert.Equal(1, await Step(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Next switch" }).ClickAsync();
        Assert.StartsWith("w1", await Now(page), StringComparison.Ordinal);
        Assert.Equal("true", await page.Locator("#switchBack").GetAttributeAsync("aria-disabled")); // none is before the first
        await page.GetByRole(AriaRole.Button, new() { Name = "Next switch" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Previous switch" }).ClickAsync();
        Assert.StartsWith("w1", await Now(page), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Last step" }).ClickAsync();
        Assert.Equal(last, await Step(page));
        Assert.Equal("true", await page.Locator("#last").GetAttributeAsync("aria-disabled"));
        Assert.Equal("last", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.GetByRole(AriaRole.Button, new() { Name = "First step" }).ClickAsync();
        Assert.Equal(1, await Step(page));
        Assert.Empty(Chromium.FaultsOf(page));
    }

    [SkippableFact]
    public async Task The_slider_the_map_and_the_list_step_too_and_the_slider_says_where_it_is()
    {
        var page = await chromium.Open(Shown.Url("TwoSellers"));
        var slider = page.Locator("#slider");
        await slider.FillAsync("7");
        Assert.Equal(7, await Step(page));
        await slider.FocusAsync();
        await Press(page, "ArrowRight", 8); // once, though slider and page both know the key
        await Press(page, "Home", 1);
        Assert.StartsWith($"Step 1 of {await Last(page)}: main starts w1", await slider.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);

        var map = (await page.Locator("#map").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(map.X + map.Width - 3, map.Y + 5);
        Assert.Equal(await Last(page), await Step(page));
        await page.Locator("#list button").Nth(4).ClickAsync();
        Assert.Equal(5, await Step(page));
        Assert.Empty(Chromium.FaultsOf(page));
    }

    [SkippableFact]
    public async Task A_step_can_be_linked()
    {
        var page = await chromium.Open(Shown.Url("TwoSellers") + "#step=6");
        Assert.Equal(6, await Step(page));
        await page.EvaluateAsync("location.hash = '#step=3'");
        await Assertions.Expect(page.Locator("#slider")).ToHaveValueAsync("3");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("#step=4$"));
        await page.EvaluateAsync("location.hash = '#step=9999'");
        await Assertions.Expect(page.Locator("#slider")).ToHaveValueAsync($"{await Last(page)}");
    }

    [SkippableFact]
    public async Task Each_lane_lights_its_line_and_says_what_its_thread_is_about()
    {
        var page = await chromium.Open(Shown.Url("TwoLocks"));
        await page.Keyboard.PressAsync("End");
        var lanes = page.Locator(".lane");
        Assert.Equal(3, await lanes.CountAsync());
        var alice = lanes.Nth(1);
        Assert.Equal("waits", await alice.Locator(".badge").InnerTextAsync());
        Assert.Equal("waits for _second, which bob holds · holds _first", await alice.Locator(".why").InnerTextAsync());
        Assert.Contains("lock (_second) _count++;", await alice.Locator("[aria-current=step]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await InView(alice.Locator("[aria-current=step]")));
        Assert.Equal("held by alice", await page.Locator("#locks tr", new() { HasText = "_first" }).Locator("td").First.InnerTextAsync());
        Assert.Equal("bob", await page.Locator("#locks tr", new() { HasText = "_first" }).Locator("td").Nth(1).InnerTextAsync());
        Assert.Equal("alice waits for _second, which is held by bob; bob waits for _first, which is held by alice",
            await page.Locator("svg.circle").GetAttributeAsync("aria-label"));
        Assert.Equal("main waits for → the end of alice", await page.Locator(".waitList li").InnerTextAsync());
    }

    [SkippableFact]
    public async Task Variables_show_their_values_and_mark_what_changed()
    {
        var page = await chromium.Open(Shown.Url("TwoSellers"));
        await page.Locator("#list button", new() { HasText = "writes _left = 0, which was 1" }).ClickAsync();
        var changed = page.Locator("#variables tr.changed");
        Assert.Equal(1, await changed.CountAsync());
        Assert.Equal("_left", await changed.Locator("th").InnerTextAsync());
        Assert.Equal("1 → 0 changed", await changed.Locator("td").First.TextContentAsync());
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("_sold", await changed.Locator("th").InnerTextAsync());
        Assert.Equal("0", await page.Locator("#variables tr", new() { HasText = "_left" }).Locator("td").First.InnerTextAsync());
    }

    [SkippableFact]
    public async Task A_race_is_shown_by_both_accesses_joined_and_leads_to_them()
    {
        var page = await chromium.Open(Shown.Url("Published"));
        var accesses = page.Locator(".race .access");
        Assert.Equal(2, await accesses.CountAsync());
        Assert.Contains("""writes note = "</script><b>", which was """, await accesses.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator(".race path.arrow").CountAsync());
        Assert.Equal(1, await page.Locator("#map path.race").CountAsync());
        await accesses.Nth(1).ClickAsync();
        Assert.StartsWith("reader reads note", await Now(page), StringComparison.Ordinal);
        Assert.Empty(Chromium.FaultsOf(page));
    }

    [SkippableTheory]
    [InlineData("TwoSellers"), InlineData("Published"), InlineData("TwoLocks"), InlineData("EarlyPulse"), InlineData("Long")]
    public async Task Nothing_overflows_and_nothing_is_complained_of_at_any_step(string program)
    {
        foreach (var width in (int[])[1280, 400])
        {
            foreach (var isDark in (bool[])[false, true])
            {
                var page = await chromium.Open(Shown.Url(program), width, isDark: isDark);
                var last = await Last(page);
                foreach (var step in (int[])[1, (last / 2) + 1, last])
                {
                    await page.Locator("#slider").FillAsync($"{step}");
                    Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
                    Assert.Equal("", await page.EvaluateAsync<string>(Outside));
                }
                var look = $"{program}-{width}-{(isDark ? "dark" : "light")}.png";
                await page.Locator("#slider").FillAsync($"{Math.Max(1, last * 2 / 3)}");
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Shown.Folder, look), FullPage = true });
                Assert.Empty(Chromium.FaultsOf(page));
                await page.CloseAsync();
            }
        }
    }

    [SkippableFact]
    public async Task Everything_has_a_name_for_a_screen_reader_and_the_focus_is_to_be_seen()
    {
        var page = await chromium.Open(Shown.Url("TwoSellers"));
        Assert.Equal("polite", await page.Locator("#now").GetAttributeAsync("aria-live"));
        Assert.Equal("Step 1 of ", (await page.Locator("#now").TextContentAsync())![..10]);
        Assert.Equal("", await page.EvaluateAsync<string>("""
            [...document.querySelectorAll("button, input, [role=region], section, article")]
                .filter(e => !e.hidden && !(e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent
                    ?? document.getElementById(e.getAttribute("aria-labelledby"))?.textContent ?? e.textContent).trim())
                .map(e => e.outerHTML).join("\n")
            """));
        for (var i = 0; i < 12; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }
    }

    [SkippableFact]
    public async Task Without_scripts_there_is_the_same_as_text()
    {
        var page = await chromium.Open(Shown.Url("TwoSellers"));
        await page.Locator("summary").ClickAsync();
        Assert.Contains("again", await page.Locator("details pre").InnerTextAsync() + " again", StringComparison.Ordinal);
        Assert.Contains("_left--;", await page.Locator("details pre").InnerTextAsync(), StringComparison.Ordinal);
    }

    // What reaches beyond the window, but for what can be scrolled to within a box of its own.
    private const string Outside = """
        [...document.querySelectorAll("body *")].filter(e => !e.closest(".code, .text, .skip, .hear, svg") && getComputedStyle(e).display !== "none"
            && (e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5
                || (e.matches("button, .laneHead, .now, td, th") && e.scrollHeight > e.clientHeight + 2)))
            .map(e => e.outerHTML.slice(0, 100)).join("\n")
        """;

    private static async Task<int> Step(IPage page) => int.Parse(await page.Locator("#slider").InputValueAsync());

    private static async Task<int> Last(IPage page) => int.Parse((await page.Locator("#slider").GetAttributeAsync("max"))!);

    // The sentence without its number, as it is to be seen.
    private static async Task<string> Now(IPage page) => System.Text.RegularExpressions.Regex.Replace(
        (await page.Locator("#now").TextContentAsync())!, "^Step [0-9]+ of [0-9]+[.] (▼ )?", "");

    private static async Task Press(IPage page, string key, int expected)
    {
        await page.Keyboard.PressAsync(key);
        Assert.Equal(expected, await Step(page));
    }

    private static Task<bool> InView(ILocator line) => line.EvaluateAsync<bool>("""
        e => { const [a, b] = [e.getBoundingClientRect(), e.closest(".code").getBoundingClientRect()]; return a.top >= b.top && a.bottom <= b.bottom; }
        """);
}
