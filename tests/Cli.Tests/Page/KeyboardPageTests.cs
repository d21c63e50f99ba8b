using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>The page by keyboard and by ear, in a real browser, on a real <c>up</c>.</summary>
public sealed class KeyboardPageTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task What_is_looked_at_next_is_heard_and_the_keyboard_goes_on_at_its_card_afterwards()
    {
        var (page, complaints) = await browser.OpenWithAsync("last.bmp");
        await page.ChooseAsync("first.bmp", width: 640);
        var viewer = page.Locator("#viewer");
        await page.Card("first.bmp").Locator(".frame").ClickAsync();
        var next = viewer.GetByRole(AriaRole.Button, new() { Name = "Next" });

        await next.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        // Only what is within a modal dialog is heard while that is open.
        await Assertions.Expect(viewer.Locator("#viewer-announcer[role=status]")).ToHaveTextAsync("last.bmp");
        await Assertions.Expect(next).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Card("last.bmp").Locator(".frame")).ToBeFocusedAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_deletion_is_heard_with_what_is_shown_then_and_where_nothing_is_left_the_list_is_focused()
    {
        var (page, complaints) = await browser.OpenWithAsync("pair-b.bmp");
        await page.ChooseAsync("pair-a.bmp", width: 640);
        await page.FillAsync("#search", "pair");
        await Assertions.Expect(page.Locator("#hits > li")).ToHaveCountAsync(2);
        var first = await page.Locator("#hits h3").First.InnerTextAsync();
        var second = await page.Locator("#hits h3").Last.InnerTextAsync();
        await page.Locator("#hits .frame").First.ClickAsync();
        var delete = page.Locator("#viewer [data-part=delete]");
        var heard = page.Locator("#viewer-announcer");

        await delete.ClickAsync();
        await Assertions.Expect(heard).ToHaveTextAsync("Delete for good? Press once more.");
        await delete.ClickAsync();
        await Assertions.Expect(heard).ToHaveTextAsync($"{first}: deleted. {second}");
        await Assertions.Expect(delete).ToBeFocusedAsync();
        await delete.ClickAsync();
        await delete.ClickAsync();

        await Assertions.Expect(page.Locator("#viewer")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#announcer")).ToHaveTextAsync($"{second}: deleted");
        await Assertions.Expect(page.Locator("#hits")).ToBeFocusedAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_save_that_takes_long_leaves_the_keyboard_at_its_button_and_is_not_done_twice()
    {
        var (page, complaints) = await browser.OpenWithAsync("held.bmp");
        var viewer = page.Locator("#viewer");
        var save = viewer.GetByRole(AriaRole.Button, new() { Name = "Save" });
        var saves = 0;
        page.Request += (_, request) => saves += request.Method == "PATCH" ? 1 : 0;
        var held = await page.HoldAsync("PATCH");
        await page.Card("held.bmp").Locator(".frame").ClickAsync();
        await viewer.GetByLabel("Title").FillAsync("Held");

        await save.PressAsync("Enter");
        var route = await held;
        await Assertions.Expect(save).ToHaveAttributeAsync("aria-disabled", "true");
        await save.PressAsync("Enter");
        await route.ContinueAsync();

        await Assertions.Expect(viewer.Locator("[data-part=said]")).ToHaveTextAsync("Saved.");
        await Assertions.Expect(save).ToHaveAttributeAsync("aria-disabled", "false");
        await Assertions.Expect(save).ToBeFocusedAsync();
        saves.ShouldBe(1);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task After_signing_in_the_keyboard_is_in_the_search_box()
    {
        var (page, complaints) = await browser.OpenAsync(browser.Address.AbsoluteUri);
        var given = System.Web.HttpUtility.ParseQueryString(new Uri(browser.Link).Fragment.TrimStart('#'));

        await page.FillAsync("#key", given["key"]!);
        await page.FillAsync("#secret", given["secret"]!);
        await page.PressAsync("#secret", "Enter");

        await Assertions.Expect(page.Locator("#search")).ToBeFocusedAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Skipping_to_the_photos_keeps_the_search()
    {
        var (page, complaints) = await browser.OpenWithAsync("skipped.bmp");
        await page.Locator(".skip").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#assets")).ToBeFocusedAsync();

        await page.FillAsync("#search", "skipped");
        await Assertions.Expect(page.Hit("skipped.bmp")).ToBeVisibleAsync();
        await page.Locator(".skip").PressAsync("Enter");

        await Assertions.Expect(page.Locator("#found-title")).ToBeFocusedAsync();
        await Assertions.Expect(page.Hit("skipped.bmp")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#search")).ToHaveValueAsync("skipped");
        new Uri(page.Url).Fragment.ShouldBe("#q=skipped");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task More_goes_on_past_what_never_arrived_and_takes_the_keyboard_along()
    {
        var (page, complaints) = await browser.OpenAsync(browser.Link);
        var isDown = true;
        await page.RouteAsync("**/api/assets?*", route => route.FulfillAsync(System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query)["cursor"] switch
        {
            null => Answer("""{"assets":[{"id":"a","state":"ready","name":"a.bmp"}],"cursor":"1"}"""),
            "1" when isDown => new() { Status = 503, ContentType = "application/problem+json", Body = """{"detail":"Storage does not answer."}""" },
            "1" => Answer("""{"assets":[{"id":"b","state":"expired","name":"b.bmp"}],"cursor":"2"}"""),
            _ => Answer("""{"assets":[{"id":"c","state":"ready","name":"c.bmp"}],"cursor":null}"""),
        }));
        await page.ReloadAsync();
        await Assertions.Expect(page.Card("a.bmp")).ToBeVisibleAsync();
        var more = page.Locator("#more");

        await more.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("Storage does not answer.");
        await Assertions.Expect(more).ToBeFocusedAsync();
        isDown = false;
        await more.PressAsync("Enter");

        await Assertions.Expect(page.Card("c.bmp")).ToBeFocusedAsync();
        await Assertions.Expect(page.Card("b.bmp")).ToHaveCountAsync(0);
        await Assertions.Expect(more).ToBeHiddenAsync();
        complaints.ShouldBeEmpty();

        static RouteFulfillOptions Answer(string body) => new() { ContentType = "application/json", Body = body };
    }
}
