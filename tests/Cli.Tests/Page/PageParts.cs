using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>What tests of the page look at, and how they put a picture on it.</summary>
internal static class PageParts
{
    /// <summary>The page with a picture on it that is tagged.</summary>
    public static async Task<(IPage Page, ConcurrentQueue<string> Complaints)> OpenWithAsync(this Browser browser, string name)
    {
        var (page, complaints) = await browser.OpenAsync(browser.Link);
        await Assertions.Expect(page.Locator("#workspace")).ToBeVisibleAsync();
        await ChooseAsync(page, name, width: 480);
        return (page, complaints);
    }

    public static async Task ChooseAsync(this IPage page, string name, int width)
    {
        await page.SetInputFilesAsync("#files", new FilePayload { Name = name, MimeType = "image/bmp", Buffer = Pictures.Bmp(width, 360) });
        await Assertions.Expect(page.Card(name).First).ToHaveAttributeAsync("data-state", "ready");
    }

    public static ILocator Card(this IPage page, string name) => Named(page.Locator("#assets > li"), page, name);

    public static ILocator Hit(this IPage page, string name) => Named(page.Locator("#hits > li"), page, name);

    /// <summary>Holds the next request of a method; the task ends when it is sent.</summary>
    public static async Task<Task<IRoute>> HoldAsync(this IPage page, string method)
    {
        var held = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/api/assets/*", async route =>
        {
            if (route.Request.Method != method || !held.TrySetResult(route))
            {
                await route.ContinueAsync();
            }
        });
        return held.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Waits for what the page itself does not show.</summary>
    public static Task WaitForConditionAsync(this IPage page, Func<bool> holds) => page.WaitForConditionAsync(() => Task.FromResult(holds()));

    public static async Task WaitForConditionAsync(this IPage page, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            // Lets the page's events in.
            await page.EvaluateAsync("() => 0");
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    private static ILocator Named(ILocator cards, IPage page, string name) =>
        cards.Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });
}
