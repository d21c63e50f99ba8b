using System.Collections.Concurrent;
using Magpie.Cli.Tests.Running;
using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>The page in a real browser, on a real <c>up</c>.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task A_chosen_file_is_tagged_and_shown()
    {
        var (page, complaints) = await browser.OpenAsync(browser.Link);
        List<string> addresses = [];
        page.Request += (_, request) => addresses.Add(request.Url);
        new Uri(page.Url).Fragment.ShouldBeEmpty("the key must not stay in the address");

        await ChooseAsync(page, new FilePayload { Name = "first.png", MimeType = "image/png", Buffer = Pictures.Png });

        var card = Card(page, "first.png");
        await ReadyAsync(card);
        (await card.Locator(".tags li").AllInnerTextsAsync()).ShouldContain(tag => tag.EndsWith('%'));
        await Assertions.Expect(card.Locator("img")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[aria-live]")).ToContainTextAsync("first.png: ready");
        addresses.ShouldNotContain(address => address.Contains("secret", StringComparison.Ordinal));

        // The tab still knows the key, and the list has the asset.
        await page.ReloadAsync();
        await ReadyAsync(Card(page, "first.png").First);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_large_file_goes_up_in_blocks()
    {
        using var folder = new TemporaryFolder();
        var (page, complaints) = await browser.OpenAsync(browser.Link);
        var puts = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            if (request.Method == "PUT")
            {
                puts.Enqueue(new Uri(request.Url).Query);
            }
        };

        await page.SetInputFilesAsync("#files", Pictures.Large(folder, "large.bmp"));

        await ReadyAsync(Card(page, "large.bmp"));
        puts.Count(query => query.Contains("comp=blocklist", StringComparison.Ordinal)).ShouldBe(1);
        puts.Count(query => query.Contains("comp=block&", StringComparison.Ordinal)).ShouldBe(3);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_dropped_file_that_is_no_picture_is_refused_with_a_reason_and_the_others_go_ahead()
    {
        var (page, complaints) = await browser.OpenAsync(browser.Link);
        var dropped = await page.EvaluateHandleAsync(
            """
            (png) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File(['MZ'], 'game.exe', { type: 'application/x-msdownload' }));
              transfer.items.add(new File([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))], 'dropped.png', { type: 'image/png' }));
              transfer.items.add(new File(['<html>'], 'page.jpg', { type: 'image/jpeg' }));
              return transfer;
            }
            """,
            Convert.ToBase64String(Pictures.Png));

        await page.DispatchEventAsync("#drop", "drop", new { dataTransfer = dropped });

        await ReadyAsync(Card(page, "dropped.png"));
        foreach (var name in (string[])["game.exe", "page.jpg"])
        {
            var status = Card(page, name).Locator(".status");
            await Assertions.Expect(status).ToContainTextAsync("Not accepted: ");
        }

        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_name_that_is_markup_is_shown_as_it_is()
    {
        const string Name = "<img src=x onerror=document.title='owned'>.png";
        var (page, complaints) = await browser.OpenAsync(browser.Link);

        await ChooseAsync(page, new FilePayload { Name = Name, MimeType = "image/png", Buffer = Pictures.Png });

        await Assertions.Expect(page.Locator("#assets h3").First).ToContainTextAsync("<img src=x");
        await Assertions.Expect(page.Locator("#assets > li").First.Locator(".status")).Not.ToHaveTextAsync("Waiting");
        (await page.TitleAsync()).ShouldBe("Magpie");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_wrong_secret_leads_back_to_the_form_which_takes_the_right_one()
    {
        var (page, complaints) = await browser.OpenAsync(browser.Address.AbsoluteUri);
        var given = System.Web.HttpUtility.ParseQueryString(new Uri(browser.Link).Fragment.TrimStart('#'));

        await SignInAsync(page, given["key"]!, "not-the-secret");
        await Assertions.Expect(page.Locator("#sign-in-error")).ToHaveTextAsync("The key or the secret is wrong.");
        await Assertions.Expect(page.Locator("#workspace")).ToBeHiddenAsync();

        await SignInAsync(page, given["key"]!, given["secret"]!);
        await Assertions.Expect(page.Locator("#workspace")).ToBeVisibleAsync();

        await page.ClickAsync("#sign-out");
        await Assertions.Expect(page.Locator("#sign-in")).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("sessionStorage.length")).ShouldBe(0);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_keyboard_reaches_the_file_chooser()
    {
        var (page, _) = await browser.OpenAsync(browser.Link);
        await Assertions.Expect(page.Locator("#workspace")).ToBeVisibleAsync();

        for (var press = 0; press < 5 && await page.EvaluateAsync<string>("document.activeElement.id") != "files"; press++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("files");
    }

    private static Task ChooseAsync(IPage page, FilePayload file) => page.SetInputFilesAsync("#files", file);

    private static ILocator Card(IPage page, string name) =>
        page.Locator("#assets > li").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });

    private static Task ReadyAsync(ILocator card) => Assertions.Expect(card).ToHaveAttributeAsync("data-state", "ready");

    private static async Task SignInAsync(IPage page, string key, string secret)
    {
        await page.FillAsync("#key", key);
        await page.FillAsync("#secret", secret);
        await page.PressAsync("#secret", "Enter");
    }
}
