using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>Searching on the page, in a real browser, on a real <c>up</c>.</summary>
public sealed class SearchPageTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task What_is_typed_is_found_while_it_is_typed_and_says_why()
    {
        var (page, complaints) = await browser.OpenWithAsync("meadow.bmp");

        await page.Locator("#search").PressSequentiallyAsync("meado");

        var hit = page.Hit("meadow.bmp");
        await Assertions.Expect(hit).ToBeVisibleAsync();
        await Assertions.Expect(hit.Locator(".why")).ToHaveTextAsync("Found: its file name meadow.bmp");
        await Assertions.Expect(page.Locator("#newest")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("[aria-live]")).ToContainTextAsync("found");
        new Uri(page.Url).Fragment.ShouldBe("#q=meado");

        // The address keeps the search; an empty box ends it.
        await page.ReloadAsync();
        await Assertions.Expect(hit).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#search")).ToHaveValueAsync("meado");
        await page.FillAsync("#search", "");
        await Assertions.Expect(page.Locator("#newest")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#found")).ToBeHiddenAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_word_in_another_language_finds_and_nothing_found_is_said()
    {
        var (page, complaints) = await browser.OpenWithAsync("sky.bmp");
        var tag = await page.Locator("#assets > li").First.Locator(".tags li").First.InnerTextAsync();
        tag.ShouldNotBeEmpty();

        await page.FillAsync("#search", "zzzz-nothing");
        await Assertions.Expect(page.Locator("#found-note")).ToContainTextAsync("Nothing was found");

        await page.FillAsync("#search", "グリーン azul");
        await Assertions.Expect(page.Locator("#found-note")).ToContainTextAsync("Nothing was found");

        await page.FillAsync("#search", "низкий контраст");
        await page.FillAsync("#search", "verde");
        await Assertions.Expect(page.Locator("#found-title")).ToHaveTextAsync("Found for “verde”");
        await Assertions.Expect(page.Hit("sky.bmp").Locator(".why")).ToContainTextAsync("Found: green");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task More_like_this_shows_what_looks_alike_and_back_goes_back()
    {
        var (page, complaints) = await browser.OpenWithAsync("one.bmp");
        await page.ChooseAsync("two.bmp", width: 640);

        await page.Card("one.bmp").GetByRole(AriaRole.Button, new() { Name = "More like one.bmp" }).ClickAsync();

        await Assertions.Expect(page.Locator("#found-title")).ToHaveTextAsync("Like one.bmp");
        await Assertions.Expect(page.Locator("#found-title")).ToBeFocusedAsync();
        await Assertions.Expect(page.Hit("two.bmp").Locator(".why")).ToContainTextAsync("it looks alike");
        await Assertions.Expect(page.Hit("one.bmp")).ToHaveCountAsync(0);

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("#newest")).ToBeVisibleAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task An_answer_that_comes_late_is_not_shown_over_a_newer_one()
    {
        var (page, complaints) = await browser.OpenWithAsync("late.bmp");
        var held = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/api/search?q=late*", route =>
        {
            held.TrySetResult(route);
            return Task.CompletedTask;
        });

        await page.FillAsync("#search", "late");
        var route = await held.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await page.FillAsync("#search", "zzzz-nothing");
        await Assertions.Expect(page.Locator("#found-note")).ToContainTextAsync("Nothing was found");
        await route.FulfillAsync(new() { ContentType = "application/json", Body = """{"hits":[],"cursor":null,"complete":false}""" });

        await Assertions.Expect(page.Locator("#found-title")).ToHaveTextAsync("Found for “zzzz-nothing”");
        await Assertions.Expect(page.Locator("#found-note")).Not.ToContainTextAsync("being built");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_server_that_refuses_is_quoted_and_the_next_search_works()
    {
        var (page, complaints) = await browser.OpenWithAsync("quoted.bmp");
        await page.RouteAsync("**/api/search?q=refuse*", route => route.FulfillAsync(new()
        {
            Status = 429,
            ContentType = "application/problem+json",
            Body = """{"title":"Too many requests","detail":"Slow <b>down</b>."}""",
        }));

        await page.FillAsync("#search", "refuse");
        await Assertions.Expect(page.Locator("#found-note")).ToHaveTextAsync("Slow <b>down</b>.");
        await page.FillAsync("#search", "quoted");
        await Assertions.Expect(page.Hit("quoted.bmp")).ToBeVisibleAsync();
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_keyboard_is_enough()
    {
        var (page, _) = await browser.OpenWithAsync("keys.bmp");

        await page.Locator("body").PressAsync("/");
        await Assertions.Expect(page.Locator("#search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("keys");
        await Assertions.Expect(page.Hit("keys.bmp")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#newest")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#search")).ToHaveValueAsync("");
    }
}
