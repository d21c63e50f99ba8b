using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>Leaving the viewer with something typed, or while a change takes long, in a real browser, on a real <c>up</c>.</summary>
public sealed class LeavePageTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task A_double_click_on_delete_only_asks()
    {
        var (page, complaints) = await browser.OpenWithAsync("double.bmp");
        var deletions = 0;
        page.Request += (_, request) => deletions += request.Method == "DELETE" ? 1 : 0;
        await page.Card("double.bmp").Locator(".frame").ClickAsync();
        var delete = page.Locator("#viewer [data-part=delete]");

        await delete.DblClickAsync();
        await Assertions.Expect(delete).ToHaveTextAsync("Delete for good?");
        await delete.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#viewer")).ToBeHiddenAsync();
        await Assertions.Expect(page.Card("double.bmp")).ToHaveCountAsync(1);
        deletions.ShouldBe(0);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_viewer_that_was_closed_during_a_slow_deletion_stays_closed()
    {
        var (page, complaints) = await browser.OpenWithAsync("remaining.bmp");
        await page.ChooseAsync("leaving.bmp", width: 640);
        var held = await page.HoldAsync("DELETE");
        await page.Card("leaving.bmp").Locator(".frame").ClickAsync();
        var delete = page.Locator("#viewer [data-part=delete]");
        await delete.ClickAsync();
        await delete.ClickAsync();
        var route = await held;

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#viewer")).ToBeHiddenAsync();
        await route.ContinueAsync();

        await Assertions.Expect(page.Card("leaving.bmp")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#viewer")).ToBeHiddenAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_slow_save_is_not_said_on_the_photo_that_is_looked_at_by_then()
    {
        var (page, complaints) = await browser.OpenWithAsync("second.bmp");
        await page.ChooseAsync("first.bmp", width: 640);
        var viewer = page.Locator("#viewer");
        var route = await SaveSlowlyAsync(page, "first.bmp", "Slow");

        await viewer.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("second.bmp");
        await route.ContinueAsync();

        await Assertions.Expect(page.Card("Slow")).ToHaveCountAsync(1);
        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToHaveTextAsync("");
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("second.bmp");
        await Assertions.Expect(viewer.GetByLabel("Title")).ToHaveValueAsync("");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_is_typed_during_a_slow_save_stays_and_so_does_the_picture()
    {
        var (page, complaints) = await browser.OpenWithAsync("typing.bmp");
        var viewer = page.Locator("#viewer");
        var route = await SaveSlowlyAsync(page, "typing.bmp", "One");
        await viewer.Locator("[data-part=stage] > *").EvaluateAsync("picture => picture.dataset.same = 'yes'");

        await viewer.GetByLabel("Title").FillAsync("One and two");
        await route.ContinueAsync();

        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToHaveTextAsync("Saved.");
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("One");
        await Assertions.Expect(viewer.GetByLabel("Title")).ToHaveValueAsync("One and two");
        await Assertions.Expect(viewer.Locator("[data-part=stage] > *")).ToHaveAttributeAsync("data-same", "yes");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_save_that_fails_after_the_viewer_was_closed_is_said_and_what_was_typed_is_there_again()
    {
        var (page, complaints) = await browser.OpenWithAsync("failing.bmp");
        var viewer = page.Locator("#viewer");
        var route = await SaveSlowlyAsync(page, "failing.bmp", "Typed");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(viewer).ToBeHiddenAsync();

        await route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"detail":"Storage does not answer."}""" });
        await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("failing.bmp was not saved. Storage does not answer.");

        await page.Card("failing.bmp").Locator(".frame").ClickAsync();
        await Assertions.Expect(viewer.GetByLabel("Title")).ToHaveValueAsync("Typed");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Text_that_is_selected_to_beyond_the_dialog_is_not_lost()
    {
        var (page, complaints) = await browser.OpenWithAsync("selected.bmp");
        var viewer = page.Locator("#viewer");
        await page.Card("selected.bmp").Locator(".frame").ClickAsync();
        await viewer.GetByLabel("Title").FillAsync("A long title");
        await viewer.GetByLabel("Title").HoverAsync();

        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(1, 1);
        await page.Mouse.UpAsync();

        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToHaveTextAsync("");
        await Assertions.Expect(viewer.GetByLabel("Title")).ToHaveValueAsync("A long title");

        // A click that begins and ends there asks, as leaving does, and then closes.
        await page.Mouse.DblClickAsync(1, 1);
        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToContainTextAsync("not saved yet");
        await Assertions.Expect(viewer).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(1, 1);
        await Assertions.Expect(viewer).ToBeHiddenAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_was_typed_is_left_unsaved_only_when_leaving_is_asked_for_twice()
    {
        var (page, complaints) = await browser.OpenWithAsync("right.bmp");
        await page.ChooseAsync("left.bmp", width: 640);
        var viewer = page.Locator("#viewer");
        var said = viewer.Locator("[data-part=said]");
        var next = viewer.GetByRole(AriaRole.Button, new() { Name = "Next" });
        await page.Card("left.bmp").Locator(".frame").ClickAsync();

        await viewer.GetByLabel("Title").FillAsync("Half a ti");
        await next.ClickAsync();
        await Assertions.Expect(said).ToContainTextAsync("not saved yet");
        await viewer.GetByLabel("Title").FillAsync("Half a title");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("left.bmp");
        await next.ClickAsync();
        await Assertions.Expect(viewer.Locator("h2")).ToHaveTextAsync("right.bmp");
        await Assertions.Expect(said).ToHaveTextAsync("");

        await viewer.GetByLabel("Your tags").FillAsync("half");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(said).ToContainTextAsync("not saved yet");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(viewer).ToBeHiddenAsync();
        complaints.ShouldBeEmpty();
    }

    /// <summary>Gives an asset a title and answers the request that is to save it, which waits.</summary>
    private static async Task<IRoute> SaveSlowlyAsync(IPage page, string name, string title)
    {
        var held = await page.HoldAsync("PATCH");
        var viewer = page.Locator("#viewer");
        await page.Card(name).Locator(".frame").ClickAsync();
        await viewer.GetByLabel("Title").FillAsync(title);
        await viewer.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        return await held;
    }
}
