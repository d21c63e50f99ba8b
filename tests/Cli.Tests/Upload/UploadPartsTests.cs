using Magpie.Cli.Tests.Running;
using Magpie.Cli.Upload;
using Spectre.Console;

namespace Magpie.Cli.Tests.Upload;

public sealed class UploadPartsTests
{
    private const string Id = "0193f0c0a1b2c3d4e5f60718293a4b5c";
    private static readonly Uri Server = new("http://localhost:7071/");
    private static readonly string Sha256 = new('a', 64);

    [Fact]
    public void A_journal_remembers_over_a_torn_last_line()
    {
        using var folder = new TemporaryFolder();
        using (var journal = Journal.Open(folder.Path, Server, "key"))
        {
            journal.Hashed(7, Sha256);
            journal.Reserved(Sha256, Id);
            journal.Staged(Sha256, Id, 0);
            journal.Staged(Sha256, Id, 3);
        }

        var path = Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
        File.AppendAllText(path, "{\"sha256\":\"aaa");
        using (var torn = Journal.Open(folder.Path, Server, "key"))
        {
            torn.Staged(Sha256, Id, 4);
        }

        using var again = Journal.Open(folder.Path, Server, "key");
        again.Sha256Of(7).ShouldBe(Sha256);
        again.IdOf(Sha256).ShouldBe(Id);
        again.BlocksOf(Sha256, Id).Order().ShouldBe([0, 3, 4]);
        again.BlocksOf(Sha256, new string('b', 32)).ShouldBeEmpty();
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_journal_forgets_and_does_not_grow_for_ever()
    {
        using var folder = new TemporaryFolder();
        using (var journal = Journal.Open(folder.Path, Server, "key"))
        {
            for (var time = 0; time < 2_000; time++)
            {
                journal.Reserved(Sha256, Id);
                journal.Forget(Sha256);
            }

            journal.IdOf(Sha256).ShouldBeNull();
        }

        Journal.Open(folder.Path, Server, "key").Dispose();

        new FileInfo(Directory.GetFiles(folder.Path).Single()).Length.ShouldBe(0);
    }

    [Fact]
    public void A_journal_is_held_by_one_upload_to_an_account_at_a_time()
    {
        using var folder = new TemporaryFolder();
        using var held = Journal.Open(folder.Path, Server, "key");

        Should.Throw<CommandException>(() => Journal.Open(folder.Path, Server, "key")).Message.ShouldContain("another `magpie upload`");
        Journal.Open(folder.Path, Server, "another key").Dispose();
    }

    [Fact]
    public void A_walk_ends_in_spite_of_links_and_says_what_it_leaves_out()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("a/b"));
        File.WriteAllText(folder.File("a/b/photo.jpg"), "x");
        File.WriteAllText(folder.File("a/empty.jpg"), "");
        Directory.CreateSymbolicLink(folder.File("a/b/up"), folder.Path);
        File.CreateSymbolicLink(folder.File("a/gone.jpg"), folder.File("nowhere.jpg"));
        File.CreateSymbolicLink(folder.File("a/ring"), folder.File("a/ring"));
        var skipped = new Dictionary<string, string>(StringComparer.Ordinal);

        var files = new FolderWalk((path, reason) => skipped[Path.GetFileName(path)] = reason).Files([folder.Path]).ToArray();

        files.ShouldHaveSingleItem().Path.ShouldBe(folder.File("a/b/photo.jpg"));
        skipped.ShouldBe(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["empty.jpg"] = "empty",
                ["up"] = "a link to a folder that is included already",
                ["gone.jpg"] = "a link that leads nowhere",
                ["ring"] = "a link that leads nowhere",
            },
            ignoreOrder: true);
    }

    [Fact]
    public void A_link_stands_for_the_file_it_leads_to()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("photo.jpg"), "twelve bytes");
        File.CreateSymbolicLink(folder.File("link.jpg"), folder.File("photo.jpg"));

        var file = LocalFile.At(folder.File("link.jpg")).ShouldNotBeNull();

        file.Bytes.ShouldBe(12);
        file.IsUnchanged().ShouldBeTrue();
        File.AppendAllText(folder.File("photo.jpg"), "!");
        file.IsUnchanged().ShouldBeFalse();
    }

    [Theory]
    [InlineData("bald_eagle-at%20nest.JPG", "bald eagle at nest")]
    [InlineData("2026-04-01  Otter.heic", "2026-04-01 Otter")]
    [InlineData("___.jpg", null)]
    [InlineData("tab\tand\u202Eturn.png", "tab and turn")]
    public void A_title_comes_from_a_name_in_words(string name, string? title) => FileTitle.FromName(name).ShouldBe(title);

    [Fact]
    public async Task Leading_bytes_decide_what_is_sent()
    {
        using var folder = new TemporaryFolder();
        using var journal = Journal.Open(folder.File("state"), Server, "key");
        File.WriteAllText(folder.File("page.jpg"), "<html>");
        File.WriteAllBytes(folder.File("photo.png"), [0xFF, 0xD8, 0xFF, 0xE0]);
        var inspector = new FileInspector(journal);

        (await ReasonAsync("page.jpg")).ShouldBe("its leading bytes are those of no accepted type");
        (await ReasonAsync("photo.png")).ShouldBe("its leading bytes say image/jpeg; rename it to .jpg");

        async Task<string?> ReasonAsync(string name) => (await inspector.InspectAsync(LocalFile.At(folder.File(name))!, default)).Reason;
    }

    [Theory]
    [InlineData("--server", "http://photos.example.org")]
    [InlineData("--server", "ftp://localhost")]
    [InlineData("--concurrency", "0")]
    [InlineData("--title-from", "dreams")]
    [InlineData("--give-up-after", "-1")]
    [InlineData("/there/is/no/such/folder")]
    public async Task Wrong_usage_ends_with_code_2(params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        (await CommandLine.RunAsync(["upload", Path.GetTempPath(), .. arguments])).ShouldBe(2);
    }

    [Fact]
    public void The_demo_account_of_this_machine_is_not_sent_to_another()
    {
        using var temporary = new TemporaryFolder();
        using var folder = Magpie.Cli.Up.DataFolder.Open(temporary.File("data"));
        var demo = Magpie.Cli.Up.DemoAccount.In(folder, static _ => null);

        UploadCredential.Find(null, null, Server, folder.Path, static _ => null).Secret.ShouldBe(demo.Secret);
        Should.Throw<CommandException>(() => UploadCredential.Find(null, null, new Uri("https://photos.example.org/"), folder.Path, static _ => null));
    }

    [Fact]
    public async Task A_bar_is_drawn_for_each_file_in_flight_and_one_for_all()
    {
        var screen = new StringWriter();
        var output = TextWriter.Synchronized(screen);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 120;
        console.Profile.Height = 20;
        var tally = new UploadTally();
        var file = new LocalFile("/photos/bald [eagle].jpg", 4_000_000, 0);
        tally.Met();
        tally.Expect(file);
        tally.Begin(file).Sent(1_000_000);
        using var stop = new CancellationTokenSource();

        var showing = new BarReport(console, tally, TimeProvider.System).ShowAsync(stop.Token);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!Screen().Contains("bald [eagle].jpg", StringComparison.Ordinal))
        {
            showing.IsFaulted.ShouldBeFalse(showing.Exception?.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(showing);
        Screen().ShouldContain("█████░░░░░░░░░░░░░░░  25 %  bald [eagle].jpg");
        Screen().ShouldContain("0 of 1+ files, 1.0 MB of 4.0 MB");

        string Screen()
        {
            // The synchronized writer locks itself, and does not tell what was written.
            lock (output)
            {
                return screen.ToString();
            }
        }
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(12_345, "12.3 kB")]
    [InlineData(4_183_221, "4.2 MB")]
    public void Sizes_are_short(long bytes, string words) => Words.Size(bytes).ShouldBe(words);
}
