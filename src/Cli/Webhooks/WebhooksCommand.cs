using System.CommandLine;
using Magpie.Accounts;
using Magpie.Cli.Up;
using Magpie.Notifications;

namespace Magpie.Cli.Webhooks;

/// <summary><c>magpie webhooks add|list|remove|test|parked|retry</c>.</summary>
internal static class WebhooksCommand
{
    public static Command Create() =>
        new("webhooks", "Says who is told when an account's assets are ready, rejected or failed; AzureWebJobsStorage names another storage account than that of `up`.")
        {
            OperatorStorage.Port, CreateAdd(), CreateList(), CreateRemove(), CreateTest(), CreateParked(), CreateRetry(),
        };

    private static Argument<string> Account() => new("account") { Description = "The account." };

    private static Argument<string> Id() => new("id") { Description = "The webhook, as `webhooks list` shows it." };

    private static Command CreateAdd()
    {
        var account = Account();
        var url = new Argument<string>("url")
        {
            Description = "Where events are POSTed: http or https, public unless MAGPIE_FETCH_ALLOW names its host:port.",
        };
        var events = new Option<string[]>("--event")
        {
            Description = $"{string.Join(", ", WebhookEvents.All)}; may be repeated; all when left out.",
            HelpName = "EVENT",
            AllowMultipleArgumentsPerToken = true,
        };
        var origin = new Option<string?>("--origin")
        {
            Description = "Scheme and host by which the receiver reaches Magpie, for the addresses of files (http://localhost: and the page's port).",
            HelpName = "URL",
        };
        var command = new Command("add", "Adds a webhook and shows the secret that signs what it is sent, once.") { account, url, events, origin };
        command.SetAction((parsed, cancellationToken) => OperatorWebhooks.RunAsync(parsed, async webhooks =>
        {
            var named = parsed.GetRequiredValue(account);
            if (!AccountName.IsValid(named))
            {
                throw new CommandException("An account's name has 1 to 40 lower-case letters, digits and hyphens, and begins with a letter.");
            }

            var result = await webhooks.AddAsync(
                named, parsed.GetRequiredValue(url), parsed.GetValue(events), OriginOf(parsed.GetValue(origin)), cancellationToken);
            var added = result switch
            {
                WebhookResult.Added made => made.Webhook,
                WebhookResult.Refused refused => throw new CommandException(refused.Message),
                WebhookResult.TooMany many => throw new CommandException(
                    $"the account has {many.Limit} webhooks, which is as many as it may; remove one first.", ExitCodes.Failed),
                _ => throw new InvalidOperationException("There is no other result."),
            };
            Console.WriteLine($"Id      {added.Id}");
            Console.WriteLine($"Secret  {added.Secret}");
            Console.WriteLine($"A running Magpie notices within {WebhookCache.Lifetime.TotalSeconds:0} s.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command CreateList()
    {
        var account = Account();
        var command = new Command("list", "Lists an account's webhooks, never their secrets.") { account };
        command.SetAction((parsed, cancellationToken) => OperatorWebhooks.RunAsync(parsed, async webhooks =>
        {
            var found = await webhooks.ListAsync(parsed.GetRequiredValue(account), cancellationToken);
            Table.Write(Console.Out, ["ID", "EVENTS", "STATE", "MADE", "URL"], found.Select(Row));
            return ExitCodes.Ok;
        }));
        return command;

        static string[] Row(Webhook webhook) =>
        [
            webhook.Id,
            string.Join(',', webhook.Events),
            webhook.DisabledAt is { } at ? $"gone {at:u}" : "told",
            $"{webhook.CreatedAt:u}",
            webhook.Url,
        ];
    }

    private static Command CreateRemove()
    {
        var (account, id) = (Account(), Id());
        var command = new Command("remove", "Removes a webhook and what is parked for it.") { account, id };
        command.SetAction((parsed, cancellationToken) => OperatorWebhooks.RunAsync(parsed, async webhooks =>
        {
            if (!await webhooks.RemoveAsync(parsed.GetRequiredValue(account), parsed.GetRequiredValue(id), cancellationToken))
            {
                throw NoSuchWebhook();
            }

            Console.WriteLine("The webhook is removed.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command CreateTest()
    {
        var (account, id) = (Account(), Id());
        var command = new Command("test", "Sends one event of type webhook.test and says what came of it.") { account, id };
        command.SetAction((parsed, cancellationToken) => OperatorWebhooks.RunAsync(parsed, async webhooks =>
        {
            var result = await webhooks.TestAsync(parsed.GetRequiredValue(account), parsed.GetRequiredValue(id), cancellationToken) ?? throw NoSuchWebhook();
            if (result.Outcome != SendOutcome.Delivered)
            {
                throw new CommandException(result.Reason ?? "The event was not delivered.", ExitCodes.Failed);
            }

            Console.WriteLine($"Delivered: the receiver answered {result.Status}.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command CreateParked()
    {
        var account = Account();
        var command = new Command("parked", $"Lists what was given up after a day, at most {WebhookService.PageSize} of it.") { account };
        command.SetAction((parsed, cancellationToken) => OperatorWebhooks.RunAsync(parsed, async webhooks =>
        {
            var found = await webhooks.ParkedAsync(parsed.GetRequiredValue(account), cancellationToken);
            Table.Write(Console.Out, ["WEBHOOK", "EVENT", "TYPE", "ASSET", "TRIES", "PARKED", "REASON"], found.Select(Row));
            return ExitCodes.Ok;
        }));
        return command;

        static string[] Row(ParkedDelivery parked) =>
        [
            parked.Delivery.WebhookId,
            parked.Delivery.EventId,
            parked.Delivery.Type,
            parked.Delivery.AssetId ?? "",
            $"{parked.Delivery.Attempt}",
            $"{parked.ParkedAt:u}",
            parked.Reason,
        ];
    }

    private static Command CreateRetry()
    {
        var (account, id) = (Account(), Id());
        var command = new Command("retry", "Begins anew with what is parked for a webhook.") { account, id };
        command.SetAction((parsed, cancellationToken) => OperatorWebhooks.RunAsync(parsed, async webhooks =>
        {
            var retried = 0;
            while (true)
            {
                switch (await webhooks.RetryAsync(parsed.GetRequiredValue(account), parsed.GetRequiredValue(id), cancellationToken))
                {
                    case RetryResult.Queued queued:
                        retried += queued.Count;
                        if (queued.MayBeMore)
                        {
                            continue;
                        }

                        Console.WriteLine($"{retried} parked deliveries begin anew.");
                        return ExitCodes.Ok;
                    case RetryResult.Disabled:
                        throw new CommandException("the webhook is disabled: its receiver answered 410; remove it and add it again.", ExitCodes.Failed);
                    default:
                        throw NoSuchWebhook();
                }
            }
        }));
        return command;
    }

    private static CommandException NoSuchWebhook() =>
        new("the account has no such webhook; `magpie webhooks list ACCOUNT` lists what there is.", ExitCodes.Failed);

    private static string OriginOf(string? given)
    {
        var text = given ?? $"http://localhost:{UpSettings.Read(new UpFlags(), Environment.GetEnvironmentVariable).Port}";
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new CommandException($"--origin is \"{text}\"; it must be an address such as https://media.example.");
    }
}
