using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>Narrowing down, looking at one asset large, changing and deleting it on the page, in a real browser, on a real <c>up</c>.</summary>
public sealed class ViewerPageTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task Filters_narrow_down_with_and_without_words_and_stay_in_the_address()
    {
        var (page, complaints) = await browser.OpenWithAsync("filtered.bmp");
        await page.FillAsync("#search", "filtered");
        await Assertions.Expect(page.Hit("filtered.bmp")).ToBeVisibleAsync();

        await page.ClickAsync("#filters summary");
        await page.SelectOptionAsync("select[name=type]", "video");
        await Assertions.Expect(page.Locator("#found-note")).ToContainTextAsync("Nothing was found");
        await Assertions.Expect(page.Locator("#found-title")).ToHaveTextAsync("Found for “filtered” (videos)");
        new Uri(page.Url).Fragment.ShouldBe("#q=filtered&type=video");

        await page.SelectOptionAsync("select[name=type]", "image");
        await Assertions.Expect(page.Hit("filtered.bmp")).ToBeVisibleAsync();
        await page.FillAsync("input[name=until]", "2001-02-03");
        await page.Locator("input[name=until]").DispatchEventAsync("change");
        await Assertions.Expect(page.Locator("#found-note")).ToContainTextAsync("Nothing was found");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("input[name=until]")).ToHaveValueAsync("2001-02-03");
        await Assertions.Expect(page.Locator("#filters .count")).ToHaveTextAsync("(2)");

        // Today is within the day that is named last.
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await page.FillAsync("input[name=until]", today);
        await page.Locator("input[name=until]").DispatchEventAsync("change");
        await Assertions.Expect(page.Hit("filtered.bmp")).ToBeVisibleAsync();
        await page.FillAsync("#search", "");
        await page.Locator("#swatches label[title=green]").ClickAsync();
        await Assertions.Expect(page.Hit("filtered.bmp").Locator(".why")).ToContainTextAsync("much of that colour");

        await page.ClickAsync("#all");
        await Assertions.Expect(page.Locator("#newest")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#filters .count")).ToHaveTextAsync("");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_tag_on_a_card_finds_what_else_carries_it()
    {
        var (page, complaints) = await browser.OpenWithAsync("tagged.bmp");
        var tag = page.Card("tagged.bmp").Locator(".tags button").First;
        var name = await tag.InnerTextAsync();

        await tag.ClickAsync();

        await Assertions.Expect(page.Locator("#found-title")).ToHaveTextAsync($"Found for “{name}”");
        await Assertions.Expect(page.Hit("tagged.bmp")).ToBeVisibleAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task An_asset_is_looked_at_large_named_tagged_and_left_for_its_neighbour()
    {
        var (page, complaints) = await browser.OpenWithAsync("older.bmp");
        await page.ChooseAsync("newer.bmp", width: 640);
        await page.Card("newer.bmp").GetByRole(AriaRole.Button, new() { Name = "Look at newer.bmp" }).ClickAsync();

        var viewer = page.Locator("#viewer");
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("newer.bmp");
        await Assertions.Expect(viewer.Locator("[data-part=facts]")).ToContainTextAsync("640 × 360");
        await Assertions.Expect(viewer.Locator("[data-part=stage] img")).ToHaveJSPropertyAsync("complete", true);
        await viewer.GetByLabel("Title").FillAsync("A <b>nest</b>");
        await viewer.GetByLabel("Your tags").FillAsync("Spring, nest, ");
        await viewer.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToHaveTextAsync("Saved.");
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("A <b>nest</b>");
        await Assertions.Expect(viewer.GetByLabel("Your tags")).ToHaveValueAsync("spring, nest");
        await viewer.Locator("[data-part=close]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("older.bmp");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(viewer).ToBeHiddenAsync();
        await Assertions.Expect(page.Card("A <b>nest</b>").Locator(".tags")).ToContainTextAsync("spring");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Deleting_asks_first_and_the_asset_is_gone_then()
    {
        var (page, complaints) = await browser.OpenWithAsync("unwanted.bmp");
        await page.Card("unwanted.bmp").Locator(".frame").ClickAsync();
        var original = (await page.Locator("#viewer [data-part=original]").GetAttributeAsync("href")).ShouldNotBeNull();
        var delete = page.Locator("#viewer [data-part=delete]");

        await delete.ClickAsync();
        await Assertions.Expect(delete).ToHaveTextAsync("Delete for good?");
        await Assertions.Expect(page.Card("unwanted.bmp")).ToHaveCountAsync(1);
        await delete.ClickAsync();

        await Assertions.Expect(page.Card("unwanted.bmp")).ToHaveCountAsync(0);
        (await page.EvaluateAsync<int>("async (address) => (await fetch(address, { cache: 'no-store' })).status", original)).ShouldBe(404);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_change_that_is_refused_is_said_and_nothing_is_lost()
    {
        var (page, complaints) = await browser.OpenWithAsync("kept.bmp");
        await page.RouteAsync("**/api/assets/*", async route =>
        {
            if (route.Request.Method is "PATCH" or "DELETE")
            {
                await route.FulfillAsync(new()
                {
                    Status = 403,
                    ContentType = "application/problem+json",
                    Body = """{"title":"Not allowed","detail":"A publishable key cannot change assets."}""",
                });
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await page.Card("kept.bmp").Locator(".frame").ClickAsync();
        var viewer = page.Locator("#viewer");

        await viewer.GetByLabel("Title").FillAsync("Mine");
        await viewer.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToHaveTextAsync("A publishable key cannot change assets.");
        await Assertions.Expect(viewer.GetByLabel("Title")).ToHaveValueAsync("Mine");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_photo_was_taken_when_its_camera_says_wherever_it_is_looked_at_and_its_size_has_three_digits()
    {
        var (page, complaints) = await browser.OpenAsync(browser.Link, new() { TimezoneId = "Pacific/Kiritimati", Locale = "en-GB" });
        await page.ChooseAsync("noon.bmp", width: 480);
        await AlterAsync(page, asset => (asset["takenAt"], asset["bytes"]) = ("2026-04-01T12:00:00Z", 999_500));

        await page.Card("noon.bmp").Locator(".frame").ClickAsync();

        var facts = page.Locator("#viewer [data-part=facts]");
        await Assertions.Expect(facts).ToContainTextAsync("taken 1 Apr 2026, 12:00");
        await Assertions.Expect(facts).ToContainTextAsync("· 1.00 MB ·");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_download_leaves_the_page_where_it_is_wherever_the_original_is_delivered_from()
    {
        var (page, complaints) = await browser.OpenWithAsync("taken-home.bmp");
        var viewer = page.Locator("#viewer");
        var download = viewer.GetByRole(AriaRole.Link, new() { Name = "Download" });
        await page.Card("taken-home.bmp").Locator(".frame").ClickAsync();
        await page.RunAndWaitForDownloadAsync(() => download.ClickAsync());
        var elsewhere = (await download.GetAttributeAsync("href")).ShouldNotBeNull().Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");

        // Another origin's file is no download to a browser, whatever the link says.
        await AlterAsync(page, asset => asset["urls"]!["original"] = elsewhere);
        await page.Card("taken-home.bmp").Locator(".frame").ClickAsync();
        await Assertions.Expect(download).ToHaveAttributeAsync("href", elsewhere);
        await page.RunAndWaitForPopupAsync(() => download.ClickAsync());

        await Assertions.Expect(viewer).ToBeVisibleAsync();
        complaints.ShouldBeEmpty();
    }

    /// <summary>Changes what the page reads of an asset from here on.</summary>
    private static async Task AlterAsync(IPage page, Action<JsonNode> alter) => await page.RouteAsync("**/api/assets/*", async route =>
    {
        var answer = await route.FetchAsync();
        var asset = JsonNode.Parse(await answer.TextAsync())!;
        alter(asset);
        await route.FulfillAsync(new() { Response = answer, Body = asset.ToJsonString() });
    });
}
