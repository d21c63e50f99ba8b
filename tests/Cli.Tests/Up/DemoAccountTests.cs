using Magpie.Cli.Tests.Running;
using Magpie.Cli.Up;

namespace Magpie.Cli.Tests.Up;

public sealed class DemoAccountTests
{
    [Fact]
    public void It_is_made_once_and_kept_for_its_owner_alone()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Open(temporary.File("data"));

        var first = DemoAccount.In(folder, static _ => null);
        var second = DemoAccount.In(folder, static _ => null);

        second.ShouldBe(first);
        first.Secret.Length.ShouldBe(32);
        File.GetUnixFileMode(Path.Combine(folder.Path, "demo-account.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Two_folders_have_two_secrets()
    {
        using var temporary = new TemporaryFolder();
        using var one = DataFolder.Open(temporary.File("one"));
        using var other = DataFolder.Open(temporary.File("other"));

        DemoAccount.In(one, static _ => null).Secret.ShouldNotBe(DemoAccount.In(other, static _ => null).Secret);
    }

    [Fact]
    public void The_environment_wins_and_is_not_kept()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Open(temporary.File("data"));

        DemoAccount.In(folder, static name => name == "MAGPIE_DEMO_KEY" ? "key" : "a-chosen-secret").ShouldBe(new DemoAccount("key", "a-chosen-secret"));

        DemoAccount.In(folder, static _ => null).Key.ShouldStartWith("demo-");
    }

    [Fact]
    public void A_damaged_file_is_replaced()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Open(temporary.File("data"));
        File.WriteAllText(Path.Combine(folder.Path, "demo-account.json"), "{\"key\":");

        DemoAccount.In(folder, static _ => null).Secret.Length.ShouldBe(32);
    }

    [Fact]
    public void A_data_folder_belongs_to_one_up_at_a_time()
    {
        using var temporary = new TemporaryFolder();
        using (DataFolder.Open(temporary.File("data")))
        {
            Should.Throw<CommandException>(() => DataFolder.Open(temporary.File("data"))).Message.ShouldStartWith("another `magpie up` uses the data folder");
        }

        Should.NotThrow(() => DataFolder.Open(temporary.File("data")).Dispose());
    }
}
