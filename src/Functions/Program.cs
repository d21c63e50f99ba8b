using Magpie.Functions;
using Microsoft.Extensions.Hosting;

MagpieApplication.Build(args).Run();
