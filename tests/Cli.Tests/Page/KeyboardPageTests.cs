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
}
