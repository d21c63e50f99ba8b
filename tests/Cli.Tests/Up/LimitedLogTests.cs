using Magpie.Cli.Tests.Running;
using Magpie.Cli.Up;

namespace Magpie.Cli.Tests.Up;

public sealed class LimitedLogTests
{
    [Fact]
    public void A_full_log_makes_room_and_the_newest_stays()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("app.log");
        using (var log = new LimitedLog(path, limit: 100))
        {
            for (var line = 0; line < 1000; line++)
            {
                log.Write("0123456789\n"u8);
            }

            log.Write("last\n"u8);
        }

        Directory.GetFiles(folder.Path).Sum(file => new FileInfo(file).Length).ShouldBeLessThanOrEqualTo(200);
        File.ReadAllText(path).ShouldEndWith("last\n");
    }

    [Fact]
    public void A_new_start_adds_to_the_log()
    {
        using var folder = new TemporaryFolder();
        foreach (var text in (byte[][])[[.. "one\n"u8], [.. "two\n"u8]])
        {
            using var log = new LimitedLog(folder.File("app.log"));
            log.Write(text);
        }

        File.ReadAllText(folder.File("app.log")).ShouldBe("one\ntwo\n");
    }
}
