from newind.documents.write import BriefFiles as BriefFiles, brief as brief
