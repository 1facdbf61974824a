from newind import index as index
from newind.accounts.accounts import Accounts as Accounts
from newind.accounts.groups import group as group, groups as groups
from newind.accounts.labelled import Labelled as Labelled
from newind.accounts.panel import Panel as Panel
from newind.accounts.regions import Region as Region, Regions as Regions, names as names
from newind.accounts.satellite import Fact as Fact, Facts as Facts, Satellite as Satellite
from newind.analyses import (
    circulation as circulation,
    green as green,
    manufacturing as manufacturing,
    science as science,
)
from newind.data.abroad import with_abroad as with_abroad
from newind.data.readers import read as read
from newind.data.reference import catalog as catalog, load as load
from newind.data.update import Targets as Targets, update as update
from newind.documents.policy.write import policy_brief as policy_brief
from newind.documents.write import brief as brief
from newind.errors import (
    ConvergenceError as ConvergenceError,
    DataError as DataError,
    NewindError as NewindError,
    PolicyError as PolicyError,
    UnknownNameError as UnknownNameError,
)
from newind.examples import example as example
from newind.measures.measure import measure as measure, wide as wide
from newind.measures.registry import indicators as indicators
from newind.measures.series import series as series
from newind.paper import clause as clause, clauses as clauses
from newind.pathways.carbon_baseline import carbon_baseline as carbon_baseline
from newind.pathways.comparing import compare as compare
from newind.pathways.outlook import Outlook as Outlook, outlook as outlook
from newind.pathways.pathway import Pathway as Pathway, pathway as pathway
from newind.pathways.prospects import read_projections as read_projections
from newind.pathways.reallocation import Redesign as Redesign, redesign as redesign
from newind.pathways.roadmap import Roadmap as Roadmap, roadmap as roadmap
from newind.pathways.search import search as search
from newind.pathways.simulating import SimulatedYear as SimulatedYear, simulate as simulate
from newind.pathways.synergy import synergies as synergies
from newind.pathways.targets import read_targets as read_targets
from newind.policy.actions import actions as actions
from newind.policy.levers import levers as levers
from newind.policy.packages import package as package, packages as packages
from newind.policy.register import Action as Action, Register as Register
from newind.policy.schema import Package as Package, Shock as Shock
from newind.policy.screening import Screening as Screening, screen as screen
from newind.policy.simulate import Simulation as Simulation
from newind.questions.findings import Diagnosis as Diagnosis, Finding as Finding, diagnose as diagnose
from newind.questions.now.answers import now as now

__version__: str
