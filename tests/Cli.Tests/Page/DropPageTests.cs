using System.Collections.Concurrent;
using System.Text.Json;
using Magpie.Cli.Tests.Running;
using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>What a person drops on the page or chooses there, in a real browser, on a real <c>up</c>.</summary>
public sealed class DropPageTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task A_dropped_folder_is_taken_with_all_that_is_in_it_but_what_is_hidden_or_no_picture()
    {
        using var folder = new TemporaryFolder();
        var photos = Fill(folder);
        var (page, complaints, declared) = await OpenAsync();

        // As the browser takes it from a file manager.
        var cdp = await page.Context.NewCDPSessionAsync(page);
        foreach (var type in (string[])["dragEnter", "dragOver", "drop"])
        {
            var place = (await page.Locator("#drop").BoundingBoxAsync()).ShouldNotBeNull();
            await cdp.SendAsync("Input.dispatchDragEvent", new()
            {
                ["type"] = type,
                ["x"] = place.X + 20,
                ["y"] = place.Y + 20,
                ["data"] = new Dictionary<string, object> { ["items"] = Array.Empty<object>(), ["files"] = new[] { photos }, ["dragOperationsMask"] = 1 },
            });
        }

        await AllTakenAsync(page, declared);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_folder_is_chosen_by_the_keyboard_too()
    {
        using var folder = new TemporaryFolder();
        var photos = Fill(folder);
        var (page, complaints, declared) = await OpenAsync();
        await page.Locator("#files").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByLabel("choose a folder")).ToBeFocusedAsync();

        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(photos);

        await AllTakenAsync(page, declared);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_file_that_the_browser_knows_no_type_of_is_what_its_name_says()
    {
        var (page, complaints, declared) = await OpenAsync();

        await DropAsync(page, "nest.HEIC", "DSC1.hif", "flight.mkv", "a.b.JPG", "notes.xyz", "constructor");

        await page.WaitForConditionAsync(() => declared.Count == 4);
        declared.Order(StringComparer.Ordinal).ShouldBe(["DSC1.hif image/heic", "a.b.JPG image/jpeg", "flight.mkv video/x-matroska", "nest.HEIC image/heic"]);
        foreach (var name in (string[])["notes.xyz", "constructor"])
        {
            await Assertions.Expect(page.Card(name).Locator(".status"))
                .ToHaveTextAsync("Not accepted: Magpie takes photos and videos, and knows this by its name as neither.");
        }

        complaints.ShouldBeEmpty();
    }

    /// <summary>A page whose uploads end in nothing, and what it announces: name and type of each file.</summary>
    private async Task<(IPage Page, ConcurrentQueue<string> Complaints, ConcurrentQueue<string> Declared)> OpenAsync()
    {
        var (page, complaints) = await browser.OpenAsync(browser.Link);
        await Assertions.Expect(page.Locator("#workspace")).ToBeVisibleAsync();
        await page.RouteAsync("**/incoming/**", route => route.FulfillAsync(new() { Status = 201 }));
        var declared = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            if (request is { Method: "POST", PostData: { } body } && request.Url.EndsWith("/api/uploads", StringComparison.Ordinal))
            {
                foreach (var file in JsonDocument.Parse(body).RootElement.GetProperty("files").EnumerateArray())
                {
                    declared.Enqueue($"{file.GetProperty("name").GetString()} {file.GetProperty("contentType").GetString()}");
                }
            }
        };
        return (page, complaints, declared);
    }

    /// <summary>More photos than a browser lists at once, some in folders within, beside what is none of the page's business.</summary>
    private static string Fill(TemporaryFolder folder)
    {
        var root = Directory.CreateDirectory(folder.File("photos")).FullName;
        var names = Enumerable.Range(0, 120).Select(number => $"{number}.png")
            .Concat(["2026/nest.png", "2026/april/eggs.png", "2026/.thumbnails/small.png", ".hidden.png", "notes.txt"]);
        foreach (var path in names.Select(name => Path.Combine(root, name)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "photo");
        }

        return root;
    }

    private static async Task AllTakenAsync(IPage page, ConcurrentQueue<string> declared)
    {
        await page.WaitForConditionAsync(() => declared.Count >= 122);
        await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("Left out, because they are no photos or videos that Magpie takes: 1 (notes.txt).");
        await Assertions.Expect(page.Card("nest.png").First).ToHaveAttributeAsync("data-state", "arrived");
        await Assertions.Expect(page.Card("eggs.png").First).ToHaveAttributeAsync("data-state", "arrived");
        declared.Count.ShouldBe(122);
        declared.ShouldNotContain(file => file.Contains("small", StringComparison.Ordinal) || file.Contains("hidden", StringComparison.Ordinal));
    }

    /// <summary>Drops files of which the browser says nothing.</summary>
    private static async Task DropAsync(IPage page, params string[] names)
    {
        var dropped = await page.EvaluateHandleAsync(
            """
            (names) => {
              const transfer = new DataTransfer();
              for (const name of names) transfer.items.add(new File(['bytes'], name));
              return transfer;
            }
            """,
            names);
        await page.DispatchEventAsync("#drop", "drop", new { dataTransfer = dropped });
    }
}
