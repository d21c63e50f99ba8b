using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>Changing and deleting assets that the page shows twice, or that somebody else changes meanwhile, in a real browser, on a real <c>up</c>.</summary>
public sealed class EditPageTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task Tags_that_were_added_in_the_results_are_there_in_the_list_and_stay_when_the_title_is_saved_there()
    {
        var (page, complaints) = await browser.OpenWithAsync("twice.bmp");
        var viewer = page.Locator("#viewer");
        await page.FillAsync("#search", "twice");
        await page.Hit("twice.bmp").Locator(".frame").ClickAsync();
        await viewer.GetByLabel("Your tags").FillAsync("owl");
        await SaveAsync(viewer);
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("#all");
        await Assertions.Expect(page.Card("twice.bmp").Locator(".tags")).ToContainTextAsync("owl");

        await page.Card("twice.bmp").Locator(".frame").ClickAsync();
        await viewer.GetByLabel("Title").FillAsync("Barn");
        await SaveAsync(viewer);

        await Assertions.Expect(viewer.GetByLabel("Your tags")).ToHaveValueAsync("owl");
        var id = await page.Card("Barn").GetAttributeAsync("data-asset");
        (await TagsAsync(id!)).ShouldBe(["owl"]);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_is_deleted_in_the_results_is_gone_from_the_list_too()
    {
        var (page, complaints) = await browser.OpenWithAsync("doubly.bmp");
        await page.FillAsync("#search", "doubly");
        await page.Hit("doubly.bmp").Locator(".frame").ClickAsync();
        var delete = page.Locator("#viewer [data-part=delete]");

        await delete.ClickAsync();
        await delete.ClickAsync();

        await Assertions.Expect(page.Hit("doubly.bmp")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Card("doubly.bmp")).ToHaveCountAsync(0);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_was_changed_elsewhere_before_it_was_opened_is_shown_and_stays()
    {
        var (page, complaints) = await browser.OpenWithAsync("stale.bmp");
        await ChangeAsync(page, "stale.bmp", new { tags = (string[])["theirs"] });
        await page.Card("stale.bmp").Locator(".frame").ClickAsync();
        var viewer = page.Locator("#viewer");

        await Assertions.Expect(viewer.GetByLabel("Your tags")).ToHaveValueAsync("theirs");
        await Assertions.Expect(page.Card("stale.bmp").Locator(".tags")).ToContainTextAsync("theirs");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_somebody_else_changes_meanwhile_is_said_and_what_was_typed_stays()
    {
        var (page, complaints) = await browser.OpenWithAsync("meanwhile.bmp");
        var viewer = page.Locator("#viewer");
        await OpenAsync(page, "meanwhile.bmp");
        var id = await ChangeAsync(page, "meanwhile.bmp", new { tags = (string[])["theirs"] });

        await viewer.GetByLabel("Your tags").FillAsync("mine");
        await viewer.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToContainTextAsync("changed elsewhere meanwhile: the tags are now theirs.");
        await Assertions.Expect(viewer.GetByLabel("Your tags")).ToHaveValueAsync("mine");
        (await TagsAsync(id)).ShouldBe(["theirs"]);
        await SaveAsync(viewer);
        (await TagsAsync(id)).ShouldBe(["mine"]);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_title_is_saved_beside_tags_that_somebody_else_changes_meanwhile()
    {
        var (page, complaints) = await browser.OpenWithAsync("beside.bmp");
        var viewer = page.Locator("#viewer");
        await OpenAsync(page, "beside.bmp");
        var id = await ChangeAsync(page, "beside.bmp", new { tags = (string[])["theirs"] });

        await viewer.GetByLabel("Title").FillAsync("Ours");
        await SaveAsync(viewer);

        await Assertions.Expect(viewer.GetByLabel("Your tags")).ToHaveValueAsync("theirs");
        (await TagsAsync(id)).ShouldBe(["theirs"]);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_tag_that_holds_a_comma_stays_one_tag()
    {
        var (page, complaints) = await browser.OpenWithAsync("comma.bmp");
        var viewer = page.Locator("#viewer");
        var id = await ChangeAsync(page, "comma.bmp", new { tags = (string[])["owl, barn", "a \"quoted\", word", "nest"] });
        await OpenAsync(page, "comma.bmp");
        var tags = viewer.GetByLabel("Your tags");
        await Assertions.Expect(tags).ToHaveValueAsync("\"owl, barn\", \"a \"\"quoted\"\", word\", nest");

        await viewer.GetByLabel("Title").FillAsync("Commas");
        await SaveAsync(viewer);
        (await TagsAsync(id)).ShouldBe(["owl, barn", "a \"quoted\", word", "nest"]);

        await tags.FillAsync($"{await tags.InputValueAsync()}, spring");
        await SaveAsync(viewer);
        (await TagsAsync(id)).ShouldBe(["owl, barn", "a \"quoted\", word", "nest", "spring"]);
        complaints.ShouldBeEmpty();
    }

    /// <summary>Opens the viewer and waits until it has read the asset.</summary>
    private static async Task OpenAsync(IPage page, string name) => await page.RunAndWaitForResponseAsync(
        () => page.Card(name).Locator(".frame").ClickAsync(), response => response.Url.Contains("/api/assets/", StringComparison.Ordinal));

    private static async Task SaveAsync(ILocator viewer)
    {
        await viewer.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToHaveTextAsync("Saved.");
    }

    /// <summary>Changes an asset as another client would, and answers its id.</summary>
    private async Task<string> ChangeAsync(IPage page, string name, object change)
    {
        var id = (await page.Card(name).GetAttributeAsync("data-asset")).ShouldNotBeNull();
        (await browser.CallAsync("PATCH", $"api/assets/{id}", change)).Ok.ShouldBeTrue();
        return id;
    }

    private async Task<string?[]> TagsAsync(string id)
    {
        var asset = (await (await browser.CallAsync("GET", $"api/assets/{id}")).JsonAsync()).ShouldNotBeNull();
        return [.. asset.GetProperty("userTags").EnumerateArray().Select(tag => tag.GetString())];
    }
}
