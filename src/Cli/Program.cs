using Magpie.Cli;

return await CommandLine.RunAsync(args);
